"""Letters as their readers get them: with the links and codes that the stored ones do not hold."""

from __future__ import annotations

from handschlag.common.mail import with_secrets
from handschlag.common.models import Mail


def text_of(mail: Mail) -> str:
    """The plain text of a letter."""
    return with_secrets(mail).text


def words_of(mail: Mail) -> str:
    """Everything that its reader sees."""
    content = with_secrets(mail)
    return f"{content.subject}\n{content.text}\n{content.html}"
