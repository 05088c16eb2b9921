"""The key of a word: what its forms have in common, in German and in English at once.

Nobody says in which language a query or a name is written, so one key serves both: the German stemmer, then
the English one. Equal words always have equal keys; that is what matters.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

from handschlag.directory.rules.analysis.folding import fold

SHORTEST = 4
# Written like the right before stemming: nouns like their verbs (the stemmers treat them differently),
# plurals of words in -er, old and new, British and American spellings.
SPELLINGS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"^(.{4,}|.{2,}(?:er|el))ung(en|s)?$", r"\1"),
        (r"is(ations?|ing|ed|es?)$", r"iz\1"),
        (r"^(fib|cent|met|lit|theat)re(s?)$", r"\1er\2"),
        (r"ers$", "er"),
        (r"^alumini?um", "alumin"),
        (r"^colour", "color"),
        (r"ogues?$", "og"),
        (r"grafi", "graphi"),
        (r"^(sili[zc]i?um|siliz)", "silici"),
        (r"karbid", "carbid"),
    )
)
# What the German stemmer takes off from English words too (laser, forest, system).
ENGLISH_TOO = ("er", "est", "em", "en")
# Words that would fall together with others of a different meaning.
APART = frozenset("arms bildung gene hospital messe muster oled personal poly stiftung zeitung".split())
# The stemmers keep the word that they work on: one thread at a time.
_one_at_a_time = threading.Lock()
_german = snowballstemmer.stemmer("german")
_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=60_000)
def key(word: str) -> str:
    """What all forms of a word share.

    >>> key("Speicherung") == key("Speicher") == key("speichern")
    True
    >>> key("Batterien") == key("batteries")
    True
    """
    plain = fold(word)
    if len(plain) < SHORTEST or not plain.isalpha() or plain in APART:
        return plain
    for pattern, written in SPELLINGS:
        plain = pattern.sub(written, plain)
    with _one_at_a_time:
        german: str = _german.stemWord(plain)
        if len(german) < SHORTEST and plain.endswith(ENGLISH_TOO):
            german = plain
        english: str = _english.stemWord(german)
    is_too_short = len(english) < SHORTEST and german != plain
    return german if is_too_short else english
