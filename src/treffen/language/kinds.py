"""What kind of thing a sentence offers or looks for: said by a word, or as likely as its words make it.

A sentence shows cues (beginnings of words and short phrases, `kind_cues.py`), hints and other words. How
likely each is in a sentence of each kind is counted in the examples of `data/kinds.txt`, and naive Bayes
joins them (M. Maron, "Automatic Indexing", 1961): cues and hints as there or not there, words only where they
are there, and for less, since a few hundred sentences say little about a word (A. McCallum, K. Nigam, "A
Comparison of Event Models for Naive Bayes Text Classification", 1998).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from treffen.language.folding import fold
from treffen.language.kind_cues import NEED_CUES, NEED_HINTS, OFFER_CUES
from treffen.language.kind_names import StatementKind
from treffen.language.stems import stem
from treffen.language.wordlists import lines

NEED: Final = "need"
KINDS: Final = tuple(StatementKind)
_MOST_REMEMBERED = 100_000
_UNSEEN = 0.3  # so many imagined sentences of each kind show each cue and word, and as many do not
_WORD_SHARE = 0.2
_DOUBT = 0.15  # how often a reading is wrong: so much of it is what is usual
_WORD = re.compile(r"\w+")

Chances = tuple[float, ...]


class _Cues(NamedTuple):
    """The cues of one kind: those within a word, those over several, and both."""

    word: re.Pattern[str]
    phrase: re.Pattern[str]
    either: re.Pattern[str]


class _Learnt(NamedTuple):
    """By kind: how usual it is; and as logarithms, a sentence without a cue, what each cue adds that is
    there, and what each word adds."""

    usual: Chances
    start: Chances
    cues: tuple[Chances, ...]
    words: Mapping[str, Chances]


def kind_read(text: str, side: str) -> StatementKind | None:
    """The kind that a sentence says by a word of its own; None where no word says it.

    >>> kind_read("Pilotanwender für Innenausbau", "need"), kind_read("Wir kaufen Prepreg", "offer")
    (<StatementKind.PILOT: 'pilot'>, <StatementKind.CUSTOMER: 'customer'>)
    """
    plain = _plain(text)
    return next((kind for kind, cues in _cues(side).items() if cues.either.search(plain)), None)


@lru_cache(maxsize=_MOST_REMEMBERED)
def kind_chances(text: str, side: str) -> Chances:
    """How likely each kind is, in the order of `KINDS`; together 1.

    >>> chances = kind_chances("Dichtungen, die 200 Grad aushalten", "need")
    >>> KINDS[chances.index(max(chances))]
    <StatementKind.SUPPLIER: 'supplier'>
    """
    learnt = _learnt(side)
    shown, said = _shown(text, side), _words(text)
    logs = [learnt.start, *(learnt.cues[at] for at in sorted(shown))]
    logs.extend(learnt.words[word] for word in sorted(said) if word in learnt.words)
    told = [sum(of_kind) for of_kind in zip(*logs, strict=True)]
    most = max(told)
    odds = [math.exp(one - most) for one in told]
    total = sum(odds)
    read = [one / total for one in odds]
    return tuple((1 - _DOUBT) * one + _DOUBT * often for one, often in zip(read, learnt.usual, strict=True))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


@cache
def _cues(side: str) -> Mapping[StatementKind, _Cues]:
    return {kind: _compiled(cues) for kind, cues in (NEED_CUES if side == NEED else OFFER_CUES).items()}


def _compiled(cues: str) -> _Cues:
    every = list(_alternatives(re.sub(r"\n\s+", "", cues)))
    within = [one for one in every if re.fullmatch(r"[\w$?*+()|\\]+", one)]
    across = [one for one in every if one not in within]
    return _Cues(*map(_pattern, (within, across, every)))


def _alternatives(cues: str) -> Iterator[str]:
    """What stands between the bars outside of all brackets."""
    depth, start = 0, 0
    for at, letter in enumerate(cues):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0)
        if letter == "|" and not depth:
            yield cues[start:at]
            start = at + 1
    yield cues[start:]


def _pattern(cues: list[str]) -> re.Pattern[str]:
    joined = "|".join(cues).replace("$", r"\b") if cues else r"(?!)"
    return re.compile(rf"(?<!\w)(?:{joined})")


@cache
def _hints(side: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern([re.sub(r"\n\s+", "", one)]) for one in NEED_HINTS) if side == NEED else ()


def _shown(text: str, side: str) -> frozenset[int]:
    """Of which kinds the sentence shows a cue, by position; behind them, which hints."""
    plain = _plain(text)
    found = {at for word in _WORD.findall(plain) for at in _of_word(word, side)}
    found.update(at for at, kind in enumerate(KINDS) if _cues(side)[kind].phrase.search(plain))
    found.update(at for at, hint in enumerate(_hints(side), len(KINDS)) if hint.search(plain))
    return frozenset(found)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _of_word(word: str, side: str) -> tuple[int, ...]:
    return tuple(at for at, kind in enumerate(KINDS) if _cues(side)[kind].word.match(word))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_key, _WORD.findall(text.lower())))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _key(word: str) -> str:
    return stem(fold(word))


@cache
def _examples(side: str) -> tuple[tuple[int, str], ...]:
    """The examples of a side: which kind, and the sentence."""
    found, at = [], ("", 0)
    for line in lines("kinds.txt"):
        if line.startswith("["):
            named, kind = line.strip("[]").split()
            at = named, KINDS.index(StatementKind(kind))
        elif at[0] == side:
            found.append((at[1], line))
    return tuple(found)


@cache
def _learnt(side: str) -> _Learnt:
    examples = _examples(side)
    sizes = Counter(kind for kind, _ in examples)
    cues = Counter((cue, kind) for kind, text in examples for cue in _shown(text, side))
    words = Counter((word, kind) for kind, text in examples for word in _words(text))
    every = range(len(KINDS))
    every_cue = range(len(KINDS) + len(_hints(side)))
    shares = [
        [(cues[cue, kind] + _UNSEEN) / (sizes[kind] + 2 * _UNSEEN) for kind in every] for cue in every_cue
    ]
    return _Learnt(
        usual=tuple(sizes[kind] / len(examples) for kind in every),
        start=tuple(
            math.log(sizes[kind] / len(examples)) + sum(math.log1p(-of[kind]) for of in shares)
            for kind in every
        ),
        cues=tuple(tuple(math.log(share) - math.log1p(-share) for share in of) for of in shares),
        words={word: _told(word, words, sizes) for word in sorted({word for word, _ in words})},
    )


def _told(word: str, words: Counter[tuple[str, int]], sizes: Counter[int]) -> Chances:
    """How much more often a word stands in each kind than in all, as logarithms."""
    every = range(len(KINDS))
    seen = sum(words[word, kind] for kind in every) + _UNSEEN * len(KINDS)
    usual = seen / (sizes.total() + _UNSEEN * len(KINDS) ** 2)
    return tuple(
        _WORD_SHARE * math.log((words[word, kind] + _UNSEEN) / (sizes[kind] + _UNSEEN * len(KINDS)) / usual)
        for kind in every
    )
