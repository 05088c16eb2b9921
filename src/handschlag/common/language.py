"""Texts that exist in German and English: which of the two to show."""

from __future__ import annotations

from django.utils.translation import get_language


def is_english() -> bool:
    """Whether texts are shown in English: in every language but German, which is also the usual one."""
    return not (get_language() or "de").startswith("de")


def written_language() -> str:
    """In which of the two languages that entries are written in this page is best understood."""
    return "en" if is_english() else "de"


def pick(de: str, en: str) -> str:
    """The text in the language of the page, or the other one where it is missing."""
    return (en or de) if is_english() else (de or en)


class InBothLanguages:
    """An attribute of a row that has it twice: `title = InBothLanguages()` picks `title_de` or `title_en`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: object | None, owner: type) -> str:
        if row is None:
            return self.name
        return pick(getattr(row, f"{self.name}_de"), getattr(row, f"{self.name}_en"))
