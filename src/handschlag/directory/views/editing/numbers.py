"""Numbers that stand in an address or a form; nonsense counts as none."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST = 2**62


def number_in(text: str | None, default: int) -> int:
    plain = (text or "").strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > 18:
        return default
    return min(int(plain), LARGEST)


def numbers_in(texts: Iterable[str], *, most: int = 500) -> list[int]:
    return [number for text in list(texts)[:most] if (number := number_in(text, -1)) >= 0]
