"""The hits of one page of a search: what each entry is, its texts, and why it was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import InBothLanguages, is_english, pick
from handschlag.design.tallies import Tally
from handschlag.directory import labels, texts
from handschlag.directory.criteria import Criteria, Loosening, Sort, loosenings
from handschlag.directory.filters import Names, names_of_choices
from handschlag.directory.hooks import FoundPage
from handschlag.directory.index import analyser, finding
from handschlag.directory.index.analysis import Vocabulary
from handschlag.directory.index.documents import KINDS, lead_of
from handschlag.directory.index.facets import SearchResult
from handschlag.directory.index.search_query import (
    Excerpt,
    ExpansionKind,
    SearchQuery,
    Segment,
    excerpt,
    related_words,
)
from handschlag.directory.labels import KIND_NAMES
from handschlag.directory.lists import cut, most_first, pages_of
from handschlag.directory.models import Actor, Field, Network, SearchDocument, Statement
from handschlag.directory.public import (
    parts_in,
    public_actors,
    public_networks,
    public_projects,
    public_stories,
)
from handschlag.directory.search import found_pages
from handschlag.directory.search.found_pages import TOPIC, PageAnswer
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text of an entry in both languages; `what` says what it is."""

    what: str
    de: str
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found; its passages come in the order in which they say what it is about."""

    type: str
    kind: str
    slug: str
    title_de: str
    title_en: str
    title = InBothLanguages()
    place: str = ""
    land_de: str = ""
    land_en: str = ""
    land = InBothLanguages()
    is_demo: bool = False
    standing: str = ""  # what became of a network
    is_sme: bool | None = None
    passages: tuple[Passage, ...] = ()


def seat(entry: Network | Actor) -> dict[str, Any]:
    """Where an entry is, for a hit: its place, and the names of its Land if it has one."""
    land = entry.land
    names = {"land_de": land.name_de, "land_en": land.name_en} if land else {}
    return {"place": entry.place, **names}


def fields_of(entry: Network | Actor) -> Passage:
    """The labels of an entry's fields as one text, with commas between them."""
    fields = entry.fields.all()
    return Passage(
        what="fields",
        de=", ".join(field.label_de for field in fields),
        en=", ".join(field.label_en for field in fields),
    )


def hit_texts(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Only the passages that have a text, in German or in English."""
    return tuple(passage for passage in passages if passage.de or passage.en)


def of_projects(keys: Collection[str]) -> Iterator[tuple[str, Hit]]:
    """Each with the seat of who leads it."""
    projects = list(public_projects().filter(pk__in=[int(key) for key in keys]))
    parts = parts_in([one.pk for one in projects])
    for project in projects:
        mine = parts.get(project.pk, ())
        lead = lead_of(mine)
        where: dict[str, Any] = seat(lead) if lead else {}
        passages = (
            *(Passage(what="subject", de=text) for text in dict.fromkeys(one.title_de for one in mine)),
            Passage(what="partners", de=", ".join(dict.fromkeys(one.actor.name for one in mine))),
            Passage(what="funding", de=", ".join(filter(None, (project.programme, project.funder)))),
        )
        yield (
            str(project.pk),
            Hit(
                type="project",
                kind=KINDS[project.catalogue],
                slug=project.slug,
                title_de=project.title_de or project.title_en,
                title_en=project.title_en or project.title_de,
                passages=hit_texts(passages),
                is_demo=project.is_demo,
                **where,
            ),
        )


MOST_WORDS = 4  # each of them is a search of its own
ONE_OF_MANY = ("session", "activity", "exhibit")
SUBJECTS = (TOPIC, "region")  # pages on what entries are about
MOST_ANSWERS, MOST_PAGES = 3, 5
MOST_INVENTED = 2  # below the real entries, unless somebody wants to see all
ENOUGH = 3  # real ones; more need no invented ones below them


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Where nothing was found: `ways_out` are searches for less, `other_words` (German, English) searches for
    something else, each with what it would find. `answers` are pages that the question asks for, `pages`
    others that have its words; `hidden` entries were found too, `hidden_real` of them real.
    """

    criteria: Criteria
    found: SearchResult
    names: Names
    hits: Sequence[Hit]
    vocabulary: Vocabulary
    number: int
    count: int
    ways_out: Sequence[tuple[Loosening, Tally]] = ()
    other_words: Sequence[tuple[str, str, Tally]] = ()
    answers: Sequence[FoundPage] = ()
    pages: Sequence[FoundPage] = ()
    hidden: int = 0
    hidden_real: int = 0


def page_of_hits(criteria: Criteria, *, number: int, today: date) -> SearchPage:
    """The entries of all types that fit, `PER_PAGE` to a page; no hits where nothing was asked."""
    found = finding.find_everything(criteria, today=today)
    answers, pages = _pages_for(criteria, found, today)
    if found.suggestion and not (found.total or answers or pages):
        other = finding.find_everything(replace(criteria, text=found.suggestion), today=today)
        found = replace(other, corrected=found.suggestion)
        answers, pages = _pages_for(criteria, found, today)
    shown = _shown_ids(
        criteria, found, has_answer=any(page.kind not in SUBJECTS for page in answers), today=today
    )
    number, ids = cut(shown, number)
    is_nothing = not found.total and not answers and not pages
    ways = loosenings(criteria) if is_nothing else []
    totals = [(way, finding.find_everything(way.rest, today=today).tally) for way in ways]
    vocabulary = analyser.vocabulary()
    hits = [] if criteria.is_empty else _hits(ids)
    answered = {page.args for page in answers}
    return SearchPage(
        criteria=criteria,
        found=found,
        names=names_of_choices(criteria),
        hits=[hit for hit in hits if (hit.slug,) not in answered or hit.type not in (TOPIC, "programme")],
        vocabulary=vocabulary,
        other_words=_other_words(found, vocabulary, today) if is_nothing else [],
        number=number,
        count=pages_of(len(shown)),
        ways_out=most_first(totals),
        answers=answers if number == 1 else (),
        pages=pages if number == 1 else (),
        hidden=found.total - len(shown),
        hidden_real=max(found.total - found.invented - len(shown), 0),  # the real ones are shown first
    )


def _is_plain(criteria: Criteria) -> bool:
    """Whether somebody typed words and chose nothing."""
    return bool(criteria.text) and not criteria.chosen and not criteria.invented


def _pages_for(
    criteria: Criteria, result: SearchResult, today: date
) -> tuple[list[FoundPage], list[FoundPage]]:
    """The pages that the question asks for, with one field at most, and the others that have its words."""
    if result.question is None or not _is_plain(criteria):
        return [], []
    lands = found_pages.lands_of(result.question)
    answers = found_pages.answers_to(result.question, vocabulary=result.vocabulary, today=today)
    fields = [one.page for one in answers if one.page.kind == TOPIC][:1]
    others = [answer for answer in answers if answer.page.kind != TOPIC]
    has_hits = result.total > result.invented and not result.is_loose
    wanted = [one for one in others if not has_hits or (one.is_meant and _may_lead(one))]
    meant = [answer.page for answer in wanted][:MOST_ANSWERS]
    rest = [answer.page for answer in others if answer.page not in meant][:MOST_PAGES]
    is_topic = not meant and not result.question.is_of_places
    return [*lands, *meant, *(fields if is_topic else [])], rest


def _may_lead(answer: PageAnswer) -> bool:
    """Of many things that happen, invented ones never stand above what is real."""
    return not (answer.page.is_invented and answer.page.kind in ONE_OF_MANY)


def _shown_ids(criteria: Criteria, result: SearchResult, *, has_answer: bool, today: date) -> Sequence[int]:
    """The real entries and a taste of the invented ones behind them; everything where somebody chose.

    Where a page is the answer, organisations that happen to have the words are not shown.
    """
    if not _is_plain(criteria) or criteria.sort is not Sort.RELEVANCE:
        return result.ids
    number = result.total - result.invented
    if has_answer:
        return [] if result.is_loose else finding.without_actors(result.ids[:number], today=today)
    return result.ids[: number + (MOST_INVENTED if number < ENOUGH else 0)]


def _other_words(found: SearchResult, vocabulary: Vocabulary, today: date) -> list[tuple[str, str, Tally]]:
    """Words beside those that were asked for, with how many entries have them."""
    if found.question is None:
        return []
    words = related_words(found.question, vocabulary)[:MOST_WORDS]
    counted = [(de, en, finding.number_found(de, today=today)) for de, en in words]
    return [word for word in counted if word[2].every]


def _hits(documents: Sequence[int]) -> list[Hit]:
    """The hits of these documents in their order; what is not public any more is left out."""
    rows = SearchDocument.objects.filter(is_public=True).only("type", "key").in_bulk(list(documents))
    found = [rows[pk] for pk in documents if pk in rows]
    makers = {
        "network": _of_networks,
        "actor": _of_actors,
        "programme": _of_programmes,
        "field": _of_fields,
        "story": _of_stories,
        "project": of_projects,
    }
    made: dict[tuple[str, str], Hit] = {}
    for type_, make in makers.items():
        keys = [row.key for row in found if row.type == type_]
        if keys:
            made |= {(type_, key): hit for key, hit in make(keys)}
    return [made[row.type, row.key] for row in found if (row.type, row.key) in made]


def _of_networks(keys: Collection[str]) -> Iterator[tuple[str, Hit]]:
    networks = public_networks().filter(pk__in=keys).select_related("land").prefetch_related("fields")
    for network in networks.prefetch_related("in_programmes__programme"):
        programmes = ", ".join(one.programme.short_name for one in network.in_programmes.all())
        passages = (
            fields_of(network),
            Passage(what="text", de=network.description_de, en=network.description_en),
            Passage(what="programmes", de=programmes),
            Passage(what="management", de=network.management_body),
        )
        yield (
            str(network.pk),
            Hit(
                type="network",
                kind=network.kind,
                slug=network.slug,
                title_de=network.name,
                title_en=network.name,
                passages=hit_texts(passages),
                is_demo=network.is_demo,
                standing=network.standing,
                **seat(network),
            ),
        )


def _of_actors(keys: Collection[str]) -> Iterator[tuple[str, Hit]]:
    actors = public_actors().filter(pk__in=keys).select_related("land", "parent")
    topics = _concepts_of_actors(keys)
    for actor in actors.prefetch_related("fields", "statements"):
        statements = actor.statements.all()
        passages = (
            *(Passage(what=one.direction, de=one.text_de, en=one.text_en) for one in statements),
            fields_of(actor),
            Passage(what="text", de=actor.description_de, en=actor.description_en),
            *(
                Passage(what="concept", de=de, en=en)
                for de, en in dict.fromkeys(label for one in statements for label in topics.get(one.pk, ()))
            ),
            Passage(what="parent", de=actor.parent.name if actor.parent else ""),
        )
        yield (
            str(actor.pk),
            Hit(
                type="actor",
                kind=actor.kind,
                slug=actor.slug,
                title_de=actor.name,
                title_en=actor.name,
                passages=hit_texts(passages),
                is_demo=actor.is_demo,
                is_sme=actor.is_sme,
                **seat(actor),
            ),
        )


def _concepts_of_actors(keys: Collection[str]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """The labels (German, English) of the concepts of each statement: words alone, there are many of them."""
    through = Statement.concepts.through.objects.filter(statement__actor__in=[int(key) for key in keys])
    labels = through.order_by("concept_id").values_list(
        "statement_id", "concept__label_de", "concept__label_en"
    )
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for statement, de, en in labels:
        found[statement].append((de, en))
    return found


def _of_programmes(keys: Collection[str]) -> Iterator[tuple[str, Hit]]:
    for one in Programme.objects.filter(pk__in=keys):
        passages = (
            Passage(what="text", de=one.purpose_de, en=one.purpose_en),
            Passage(what="management", de=one.body_de, en=one.body_en),
        )
        yield (
            str(one.pk),
            Hit(
                type="programme",
                kind="programme",
                slug=one.slug,
                title_de=one.name_de,
                title_en=one.name_en,
                passages=hit_texts(passages),
            ),
        )


def _of_fields(keys: Collection[str]) -> Iterator[tuple[str, Hit]]:
    fields = Field.objects.filter(pk__in=keys).select_related("parent").prefetch_related("concepts")
    for field in fields:
        above = field.parent
        concepts = field.concepts.all()
        passages = (
            *([Passage(what="upper", de=above.label_de, en=above.label_en)] if above else []),
            Passage(what="synonyms", de=", ".join(field.synonyms)),
            Passage(
                what="concepts",
                de=", ".join(concept.label_de for concept in concepts),
                en=", ".join(concept.label_en for concept in concepts),
            ),
        )
        yield (
            field.code,
            Hit(
                type="field",
                kind="field",
                slug=field.slug,
                title_de=field.label_de,
                title_en=field.label_en,
                passages=hit_texts(passages),
            ),
        )


def _of_stories(keys: Collection[str]) -> Iterator[tuple[str, Hit]]:
    stories = public_stories().filter(pk__in=keys).select_related("network__land")
    for story in stories.prefetch_related("network__fields"):
        passages = (
            Passage(what="text", de=story.text_de, en=story.text_en),
            Passage(what="network", de=story.network.name),
            fields_of(story.network),
        )
        yield (
            str(story.pk),
            Hit(
                type="story",
                kind=story.kind,
                slug=story.slug,
                title_de=story.title_de,
                title_en=story.title_en,
                passages=hit_texts(passages),
                is_demo=story.is_demo,
                **seat(story.network),
            ),
        )


ADDRESSES = {
    "network": "directory:network",
    "actor": "directory:actor",
    "programme": "programmes:programme",
    "field": "directory:field",
    "story": "directory:story",
    "project": "directory:project",
}
WHATS = {
    "offer": gettext_lazy("Offers"),
    "need": gettext_lazy("Looking for"),
    "management": gettext_lazy("Management"),
    "programmes": gettext_lazy("Programme"),
    "upper": gettext_lazy("Part of"),
    "synonyms": gettext_lazy("Also called"),
    "network": gettext_lazy("Network"),
    "parent": gettext_lazy("Part of"),
    "concept": gettext_lazy("Topic"),
    "concepts": gettext_lazy("Topics"),
    "partners": gettext_lazy("Partners"),
    "funding": gettext_lazy("Funding"),
    "subject": gettext_lazy("Subject of the grant"),
}
# What an entry says in its own words tells more than the words by which it was filed.
PREFERRED = {"concept": 0.3, "concepts": 0.6, "synonyms": 0.6}
ABROAD = 0.7  # in the other language, which not everybody reads
MOST_REASONS = 2
NOTHING = Excerpt(segments=(), matches=())


class _Reading(Protocol):
    """What of a text answers the question."""

    def __call__(self, text: str, *, is_whole: bool = False) -> Excerpt: ...


def hit_row_maker(question: SearchQuery | None, vocabulary: Vocabulary) -> Callable[[Hit], dict[str, Any]]:
    """The entries of one page share many words, fields and topics: each text is read once."""

    @cache
    def read(text: str, *, is_whole: bool = False) -> Excerpt:
        return _marked(text, question, vocabulary, is_whole=is_whole)

    return lambda hit: _row_of(hit, read)


def _row_of(hit: Hit, read: _Reading) -> dict[str, Any]:
    """One hit: what it is, and the words that answer the question."""
    title = read(hit.title, is_whole=True)
    what, language, told = _most_telling(hit, read, known={match.asked for match in title.matches})
    return {
        "hit": hit,
        "url": reverse(ADDRESSES[hit.type], args=[hit.slug]),
        "title": title.segments,
        "kind": _kind_word(hit),
        "seat": texts.seat(hit.place, hit.land),
        "what": WHATS.get(what, ""),
        "language": language,
        "excerpt": told.segments,
        "reasons": list(dict.fromkeys(_reasons_of([title, told])))[:MOST_REASONS],
    }


def _kind_word(hit: Hit) -> str:
    if hit.type == "actor":
        return labels.actor_kind(hit.kind, hit.is_sme)
    return pick(*KIND_NAMES[hit.kind])


def _marked(
    text: str, question: SearchQuery | None, vocabulary: Vocabulary, *, is_whole: bool = False
) -> Excerpt:
    if question is not None and text:
        return excerpt(text, question, vocabulary, is_whole=is_whole)
    short = text if is_whole else texts.excerpt(text, most=180)
    return Excerpt(segments=(Segment(short),) if short else (), matches=())


def _most_telling(hit: Hit, read: _Reading, *, known: AbstractSet[int]) -> tuple[str, str, Excerpt]:
    """The passage that says most beyond the title, which has the words `known` already.

    What it is, its language where that is not the one of the page, and its text.
    """
    best, best_value = ("", "", NOTHING), -1.0
    for passage in hit.passages:
        for text, language in _versions(passage):
            found = read(text)
            value = found.worth(known) * PREFERRED.get(passage.what, 1.0) * (ABROAD if language else 1.0)
            if value > best_value:
                best, best_value = (passage.what, language, found), value
    return best


def _versions(passage: Passage) -> Iterator[tuple[str, str]]:
    """A text in the language of the page, then in the other one, which is named."""
    own, other, name = (passage.en, passage.de, "de") if is_english() else (passage.de, passage.en, "en")
    if own:
        yield own, ""
    if other and other != own:
        yield other, name


def _reasons_of(shown: Sequence[Excerpt]) -> Iterator[str]:
    """In words: why, where the marked words are not those that were typed."""
    matches = [match for one in shown for match in one.matches]
    literal = {match.asked for match in matches if match.why in (ExpansionKind.WORD, ExpansionKind.PHRASE)}
    for match in matches:
        if match.naming is None or match.asked in literal:
            continue
        term = both_labels(match.naming.term.label_de, match.naming.term.label_en)
        if match.why is ExpansionKind.RELATED:
            yield _("by a related topic: %(term)s") % {"term": term}
        else:
            yield _("by the term: %(term)s") % {"term": term}


def both_labels(de: str, en: str) -> str:
    """A term in the language of the page, and in the other one."""
    own, other = (en, de) if is_english() else (de, en)
    return own if own.casefold() == other.casefold() else f"{own} ({other})"
