"""A word that search understands, matching understands: both hear with one house of language."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from handschlag.directory.index import analysis
from handschlag.directory.index.analysis import Naming, Term, index_tokens, lexicon_terms
from handschlag.directory.index.analysis import Vocabulary as SearchVocabulary
from treffen.language import Concept, Mention, NameKind, standard_concepts, synonyms
from treffen.recommendation.text import analysed
from treffen.recommendation.vocabulary import Vocabulary

LISTS = {".csv", ".txt"}
OF_NAMES = {"PLC", "EV", "company"}  # legal forms to search; in a statement, say, a controller


def every_name(concept: Concept) -> Iterator[tuple[str, str, NameKind]]:
    for language, label, others in (
        ("de", concept.label_de, concept.synonyms_de),
        ("en", concept.label_en, concept.synonyms_en),
    ):
        yield language, label, NameKind.LABEL
        yield from ((language, name, NameKind.SYNONYM) for name in others)
    yield from (("de", short, NameKind.ABBREVIATION) for short in concept.abbreviations)


def as_term(concept: Concept) -> Term:
    return Term(
        code=concept.code,
        labels=(concept.label_de, concept.label_en),
        synonyms=(*concept.synonyms_de, *concept.synonyms_en),
        abbreviations=concept.abbreviations,
    )


@pytest.fixture(scope="module")
def search() -> SearchVocabulary:
    return SearchVocabulary.of([*map(as_term, standard_concepts()), *lexicon_terms()])


def heard_by_search(search: SearchVocabulary, text: str) -> set[str]:
    mentions = search.mentions(index_tokens(text))
    return {naming.term.code for mention in mentions for naming in mention.named}


def test_every_name_of_a_concept_is_understood_by_both(search: SearchVocabulary) -> None:
    matching = Vocabulary.standard()
    deaf = {
        (who, concept.code, name)
        for concept in standard_concepts()
        for language, name, _ in every_name(concept)
        for who, heard in (
            ("search", heard_by_search(search, name)),
            ("matching", {str(tag.concept) for tag in matching.tags(name, language)}),
        )
        if concept.code not in heard
        and name not in OF_NAMES
        and "," not in name  # a heading, which no text says in one breath
    }
    assert deaf == set()


def test_every_word_of_the_lexicon_means_the_same_to_both(search: SearchVocabulary) -> None:
    deaf = []
    for number, (german, english) in enumerate(synonyms().pairs):
        for language, words in (("de", german), ("en", english)):
            for word in words:
                is_found = f"w{number}" in heard_by_search(search, word)
                is_matched = any(number in term.synonyms for term in analysed(word, language))
                if is_found != is_matched and word not in OF_NAMES:
                    deaf.append((word, is_found, is_matched))
    assert deaf == []


def test_there_is_one_list_of_each_kind_and_one_place_for_them(root: Path) -> None:
    lists = {path for path in (root / "src").rglob("*") if path.suffix in LISTS}
    house = root / "src/treffen/language/data"
    names = {path.name for path in lists if path.parent == house}
    assert {"concepts.csv", "fields.csv", "stopwords.txt", "parts.txt", "synonyms.txt"} <= names
    assert {path for path in lists if path.name in names and path.parent != house} == set()


@pytest.mark.parametrize("made", ["class Splitter", "def stem(", "def fold(", "snowball"])
def test_nobody_folds_stems_or_splits_for_themselves(root: Path, made: str) -> None:
    house = root / "src/treffen/language"
    elsewhere = (path for path in (root / "src").rglob("*.py") if not path.is_relative_to(house))
    assert [path for path in elsewhere if made in path.read_text("utf-8")] == []


def test_whoever_asks_for_some_terms_hears_the_same_of_them_as_whoever_asks_for_all(
    search: SearchVocabulary,
) -> None:
    texts = [name for concept in standard_concepts() for _, name, _ in every_name(concept)]
    dice = random.Random(1)
    heard = 0
    for _ in range(300):
        read = search.words(" und ".join(dice.sample(texts, 3)))
        every = search.mentions(read)
        named = {naming.term.code for mention in every for naming in mention.named}
        wanted = {*dice.sample(sorted(search.terms), 5), *sorted(named)[: dice.randint(0, 1)], "unknown"}

        def of_wanted(mentions: list[Mention[Naming]], wanted: set[str] = wanted) -> list[Mention[Naming]]:
            return [one for one in mentions if wanted & {naming.term.code for naming in one.named}]

        some = search.mentions_of(wanted, read)
        assert of_wanted(some) == of_wanted(every)
        heard += bool(some)
    assert 50 < heard < 250


def test_texts_are_remembered_up_to_so_many_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "_MOST_READ", 40)
    remembered = SearchVocabulary.of([])
    texts = ["Photonik im Norden", "Laser im Süden", "Linsen im Westen"]
    read = [remembered.words(text) for text in texts]
    assert remembered.words(texts[2]) is read[2]
    assert remembered.words(texts[0]) is not read[0]
    assert remembered.words(texts[0]) == read[0]
