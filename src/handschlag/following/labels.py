"""Why a line is told, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


def reason_of(because: Sequence[str]) -> str:
    """With the titles of what its reader follows, in the quotation marks of the language."""
    titles = ", ".join(_("“%(title)s”") % {"title": title} for title in because)
    return _("Because you follow %(titles)s") % {"titles": titles}
