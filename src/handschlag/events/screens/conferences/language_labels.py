"""The words for what a session or an event only names by a code."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.directory.screens.kind_labels import Word
from handschlag.events.labels import KINDS, PARTS
from handschlag.events.models import Event, SessionKind, SessionLanguage

__all__ = ["KINDS", "LANGUAGES", "PARTS", "PAUSES", "spoken"]
LANGUAGES: Final[dict[str, Word]] = {
    SessionLanguage.GERMAN: gettext_lazy("in German"),
    SessionLanguage.ENGLISH: gettext_lazy("in English"),
    SessionLanguage.BOTH: gettext_lazy("in German and English"),
}
PAUSES: Final = frozenset({SessionKind.BREAK.value})


def spoken(event: Event) -> str:
    """In which languages an event is held."""
    if event.in_german and event.in_english:
        return _("in German and English")
    return _("in English") if event.in_english else _("in German")
