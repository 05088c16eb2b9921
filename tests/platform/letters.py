"""Letters as their readers get them: with the links and codes that the stored ones do not hold."""

from __future__ import annotations

import os
from pathlib import Path

from handschlag.common.mail import with_secrets, without_secrets
from handschlag.common.models import Mail


def text_of(mail: Mail) -> str:
    """The plain text of a letter."""
    return with_secrets(mail).text


def words_of(mail: Mail) -> str:
    """Everything that its reader sees."""
    content = with_secrets(mail)
    return f"{content.subject}\n{content.text}\n{content.html}"


def kept_as(mail: Mail, path: Path) -> bool:
    """Whether subject and text are those of the file, links masked. KEEP_LETTERS=1 writes the file anew."""
    content = without_secrets(mail)
    words = f"{content.subject}\n\n{content.text}"
    if os.environ.get("KEEP_LETTERS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, "utf-8")
    return path.read_text("utf-8") == words
