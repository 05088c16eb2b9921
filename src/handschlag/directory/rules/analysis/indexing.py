"""What the index knows of a text: one line of tokens for each column of a document.

First the keys of the words in their order, for words and phrases; then, each with a mark, what was found
inside the words (parts of compounds, joined spellings) and which terms of the vocabulary were named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handschlag.directory.rules.analysis.vocabulary import IndexToken, Vocabulary, head_of
from treffen.language import NameKind, stem

INSIDE = "_"  # a part of a compound
NAMED = "="  # a term, by its label
MEANT = "~"  # a term, by a synonym or an abbreviation
MOST_WORDS = 2000


def column(tokens: Sequence[IndexToken], vocabulary: Vocabulary) -> str:
    """The line for the tokens of a text."""
    tokens = tokens[:MOST_WORDS]
    inner = [INSIDE + part for part in _inside(tokens)]
    return " ".join([*_spoken(tokens), *dict.fromkeys([*inner, *_terms(tokens, vocabulary)])])


def _spoken(tokens: Sequence[IndexToken]) -> Iterator[str]:
    """The keys of all pieces in their order."""
    for token in tokens:
        if len(token.word.pieces) == 1:
            yield token.key
        else:
            yield from (stem(piece) for piece in token.word.pieces)


def _inside(tokens: Sequence[IndexToken]) -> Iterator[str]:
    """The keys that a reader sees in the words, though no word is spelled like that."""
    for place, token in enumerate(tokens):
        if len(token.word.pieces) > 1:
            yield token.key
        if token.is_compound:
            yield from token.parts
        if token.word.is_open and place + 1 < len(tokens):
            head = head_of(tokens[place + 1].word.surface)
            if head:
                yield stem(token.word.surface + head)
                yield stem(head)


def _terms(tokens: Sequence[IndexToken], vocabulary: Vocabulary) -> Iterator[str]:
    for mention in vocabulary.mentions(tokens):
        for naming in mention.named:
            yield (NAMED if naming.kind is NameKind.LABEL else MEANT) + naming.term.token


def surfaces(tokens: Sequence[IndexToken]) -> Iterator[str]:
    """The words as they are written, for suggesting a spelling."""
    for token in tokens:
        yield from (written for written in token.word.written if len(written) > 3 and written.isalpha())


def spelled(tokens: Sequence[IndexToken]) -> str:
    """The words of a name without stemming, for finding it while it is being typed."""
    return " ".join(piece for token in tokens for piece in token.word.pieces)
