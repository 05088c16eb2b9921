"""QR codes as drawings."""

from __future__ import annotations

from collections.abc import Iterator

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

# Any mask can be read; trying all eight for the prettiest one takes eight times as long.
MASK = 3
QUIET = 4  # modules of margin that readers need


def qr(text: str) -> str:
    """An SVG drawing of a QR code, black on nothing, with its margin."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, mask_pattern=MASK)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{left} {top}h{width}v1h-{width}z" for top, left, width in _runs(rows))
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


def _runs(rows: list[list[bool | None]]) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side: row, first column, how many."""
    for top, row in enumerate(rows):
        start = None
        for left, is_dark in enumerate([*row, False]):
            if is_dark and start is None:
                start = left
            elif not is_dark and start is not None:
                yield top, start, left - start
                start = None
