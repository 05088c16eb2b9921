"""The concepts that a statement names, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from treffen.language import Concept, ConceptCode, NameKind, Token, meaningful
from treffen.language.names import Heard, Mention, NameIndex, name_keys
from treffen.recommendation.text.analysis import MOST_REMEMBERED, negated, spoken

_STRENGTH = {NameKind.LABEL: 1.0, NameKind.SYNONYM: 0.9, NameKind.ABBREVIATION: 0.9}
_INSIDE = 0.8  # a name that is only a part of a longer compound
_NEGATED = 0.4

_Naming = tuple[Concept, NameKind]


@dataclass(frozen=True, slots=True)
class Tag:
    """A concept that a text names.

    evidence: the words as written, `start` where they begin. strength: from 0 to 1, how sure the name is.
    """

    concept: ConceptCode
    evidence: str
    start: int
    named: NameKind
    strength: float
    is_negated: bool
    is_filter: bool


@dataclass(frozen=True, slots=True)
class ConceptNames:
    """All names of concepts; remembers which words can be a part of one."""

    index: NameIndex[_Naming]
    _remembered: dict[tuple[str, str], tuple[tuple[str, ...], bool]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> ConceptNames:
        """The names of these concepts; a label outranks a synonym of the same words."""
        by_keys: dict[tuple[str, ...], dict[ConceptCode, _Naming]] = {}
        short: dict[str, list[_Naming]] = {}
        for concept in concepts:
            for kind, language, name in _names(concept):
                keys = tuple(sorted(key for token in spoken(name) for key in _keys(token.surface, language)))
                if keys:
                    by_keys.setdefault(keys, {}).setdefault(concept.code, (concept, kind))
            for abbreviation in concept.abbreviations:
                short.setdefault(abbreviation, []).append((concept, NameKind.ABBREVIATION))
        named = {keys: tuple(found.values()) for keys, found in by_keys.items()}
        return cls(NameIndex.of(named, {name: tuple(found) for name, found in short.items()}))

    def found(self, text: str, language: str) -> tuple[Tag, ...]:
        """All concepts named, each once at its strongest, in the order of the text."""
        read = spoken(text)
        known = [self._heard(token.surface, language) for token in read]
        if not any(may_name for _, may_name in known):
            return ()
        heard = [Heard(token.surface, token.run, keys) for token, (keys, _) in zip(read, known, strict=True)]
        taken_back = negated(read)
        best: dict[ConceptCode, Tag] = {}
        for mention in self.index.mentions(heard, is_within=True):
            for tag in _tags(mention, read[mention.first : mention.last], taken_back[mention.first]):
                if tag.concept not in best or best[tag.concept].strength < tag.strength:
                    best[tag.concept] = tag
        return tuple(sorted(best.values(), key=lambda tag: (tag.start, tag.concept)))

    def _heard(self, surface: str, language: str) -> tuple[tuple[str, ...], bool]:
        """The keys of a word, and whether it can be a part of a name."""
        known = self._remembered.get((surface, language))
        if known is None:
            keys = _keys(surface, language)
            known = keys, self.index.may_name(Heard(surface, 0, keys))
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[surface, language] = known
        return known


def _tags(mention: Mention[_Naming], read: tuple[Token, ...], is_negated: bool) -> Iterator[Tag]:
    factor = (_INSIDE if mention.is_inside else 1.0) * (_NEGATED if is_negated else 1.0)
    evidence = " ".join(token.surface for token in read)
    for concept, kind in mention.named:
        strength = _STRENGTH[kind] * factor
        yield Tag(concept.code, evidence, read[0].start, kind, strength, is_negated, concept.is_filter)


def _names(concept: Concept) -> Iterator[tuple[NameKind, str, str]]:
    yield NameKind.LABEL, "de", concept.label_de
    yield NameKind.LABEL, "en", concept.label_en
    yield from ((NameKind.SYNONYM, "de", name) for name in concept.synonyms_de)
    yield from ((NameKind.SYNONYM, "en", name) for name in concept.synonyms_en)


def _keys(surface: str, language: str) -> tuple[str, ...]:
    return name_keys(meaningful(surface, is_statement=True), language)
