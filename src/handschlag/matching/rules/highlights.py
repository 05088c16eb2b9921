"""Which words of a sentence are the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

NEAR = 8  # letters between two pieces of evidence that are read as one
type Span = tuple[int, int]


def marked(text: str, words: Iterable[str]) -> tuple[str, str, str]:
    """Before, evidence, after; the longest run of words of the text that are among these.

    >>> marked("Wir fertigen Laserlinsen aus Quarzglas", ["Laserlinsen"])
    ('Wir fertigen ', 'Laserlinsen', ' aus Quarzglas')
    """
    spans = sorted({span for word in words if word for span in _found(text, word)})
    runs: list[Span] = spans[:1]
    for _before, (start, end) in pairwise(spans):
        first, last = runs[-1]
        if start - last <= NEAR:
            runs[-1] = (first, max(last, end))
        else:
            runs.append((start, end))
    if not runs:
        return text, "", ""
    start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    return text[:start], text[start:end], text[end:]


def _found(text: str, word: str) -> Iterable[Span]:
    """Whole words in which it stands."""
    for one in re.finditer(rf"\w*{re.escape(word)}\w*", text, re.IGNORECASE):
        yield one.start(), one.end()
