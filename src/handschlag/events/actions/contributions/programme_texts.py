"""Words of a contribution in its session and speaker: in its language; both, where nobody translated."""

from __future__ import annotations

from handschlag.events.models import Contribution, Session, Speaker


def session_words(row: Contribution, session: Session, *, title: str, abstract: str) -> dict[str, object]:
    """What the session would say."""
    words = (("title", title), ("abstract", abstract))
    return {
        f"{name}_{language}": text
        for name, text in words
        for language in _languages_of(row, getattr(session, f"{name}_de"), getattr(session, f"{name}_en"))
    }


def speaker_words(row: Contribution, speaker: Speaker, *, about: str) -> dict[str, object]:
    """How the programme would introduce its first speaker."""
    return {f"about_{language}": about for language in _languages_of(row, speaker.about_de, speaker.about_en)}


def _languages_of(row: Contribution, german: str, english: str) -> tuple[str, ...]:
    if row.language != "en":
        return ("de",)
    return ("de", "en") if german == english else ("en",)
