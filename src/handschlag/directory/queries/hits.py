"""The hits of one page of a search: what each entry is, and its texts, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Field, SearchDocument, Statement
from handschlag.directory.queries import analyser, finding, own_pages, page_answers
from handschlag.directory.queries.browsing import PER_PAGE, cut, most_first, pages_of
from handschlag.directory.queries.choices import Names, names_of_choices
from handschlag.directory.queries.hit_texts import Hit, Passage, fields_of, hit_texts, seat
from handschlag.directory.queries.project_hits import of_projects
from handschlag.directory.queries.public import public_actors, public_networks, public_stories
from handschlag.directory.rules.analysis import Vocabulary
from handschlag.directory.rules.criteria import Criteria, Sort
from handschlag.directory.rules.found_pages import TOPIC, FoundPage, PageAnswer
from handschlag.directory.rules.loosening import Loosening, loosenings
from handschlag.directory.rules.search_result import SearchResult
from handschlag.directory.rules.wordings import related_words
from handschlag.programmes.models import Programme

MOST_WORDS = 4  # each of them is a search of its own
ONE_OF_MANY = ("session", "activity", "exhibit")
SUBJECTS = (TOPIC, "region")  # pages on what entries are about
MOST_ANSWERS, MOST_PAGES = 3, 5
MOST_INVENTED = 2  # below the real entries, unless somebody wants to see all
ENOUGH = 3  # real ones; more need no invented ones below them
__all__ = ["PER_PAGE", "Hit", "Passage", "SearchPage", "page_of_hits"]


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
    lands = own_pages.lands_of(result.question)
    answers = page_answers.answers_to(result.question, vocabulary=result.vocabulary, today=today)
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
