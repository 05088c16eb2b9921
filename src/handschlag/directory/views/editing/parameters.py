"""Numbers that stand in an address or a form; nonsense counts as none."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST = 2**62


def int_param(text: str | None, default: int) -> int:
    """A whole number from 0, at most `LARGEST`; the default for anything else."""
    plain = (text or "").strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > 18:
        return default
    return min(int(plain), LARGEST)


def int_params(texts: Iterable[str], *, most: int = 500) -> list[int]:
    """The numbers among the first `most` texts; anything else is passed over."""
    return [number for text in list(texts)[:most] if (number := int_param(text, -1)) >= 0]
