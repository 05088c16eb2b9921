"""What to show for the ids of a pool: names of people, texts of statements, labels of concepts."""

from __future__ import annotations

from collections.abc import Mapping

from treffen.problem import EntityKind
from treffen.recommendation import Pool
from treffen.recommendation.vocabulary import Vocabulary
from treffen.words import Language


class PeopleNames:
    """Callable as `treffen.words` wants it; `quote` gives the words behind an id of evidence."""

    def __init__(self, pool: Pool, labels: Mapping[tuple[EntityKind, str], str], language: Language) -> None:
        self._labels, self._language = labels, language
        self._vocabulary = Vocabulary.standard()
        self._texts = {s.id: s for p in pool.profiles for s in (*p.offers, *p.needs)}

    def __call__(self, noun: EntityKind, id: str) -> str:
        """The label of an id, or the id."""
        return self._labels.get((noun, id)) or id

    def person(self, id: str) -> str:
        """The name of a person."""
        return self(EntityKind.PROFILE, id)

    def quote(self, id: str) -> str:
        """The text of a statement (its concepts where it has no text), or the label of a concept."""
        statement = self._texts.get(id)
        if statement is not None:
            return statement.text or ", ".join(map(self._concept, statement.concepts))
        return self._concept(id)

    def _concept(self, id: str) -> str:
        if id not in self._vocabulary.position:
            return id
        concept = self._vocabulary[id]
        return concept.label_de if self._language == "de" else concept.label_en
