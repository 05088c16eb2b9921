"""Texts that exist in German and English: which of the two to show."""

from __future__ import annotations

from django.utils.translation import get_language


def is_english() -> bool:
    return (get_language() or "de").startswith("en")


def pick(de: str, en: str) -> str:
    """The text in the language of the page, or the other one where it is missing."""
    return (en or de) if is_english() else (de or en)
