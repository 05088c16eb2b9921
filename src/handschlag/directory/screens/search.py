"""The page of the search across everything: its answer, how the words were understood, and ways on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.design import tallies
from handschlag.design.components.parts import Link, Pages
from handschlag.design.rules.tallies import Tally
from handschlag.directory.queries.hits import SearchPage
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.wordings import also_asked, compounds
from handschlag.directory.screens import filters, kind_labels, texts
from handschlag.directory.screens.filters import Filters, LooserSearch
from handschlag.directory.screens.hits import HitRow, both_labels, hit_rows

MOST_WAYS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Understood:
    """A compound with its parts."""

    word: str
    parts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _WayIn:
    """Where to begin for somebody who has not asked for anything yet."""

    title: str
    links: Sequence[LooserSearch]


@dataclass(frozen=True, slots=True, kw_only=True)
class _SearchScreen:
    title: str
    lead: str
    url: str
    filters: Filters
    rows: Sequence[HitRow]
    pages: Pages
    compounds: Sequence[_Understood]
    also_asked: Sequence[str]
    notes: Sequence[str]
    lists: Sequence[Link]
    ways_in: Sequence[_WayIn]
    ways_out: Sequence[LooserSearch]
    other_words: Sequence[LooserSearch]
    near: str
    is_near_unknown: bool
    is_start: bool
    is_empty: bool


def search_screen(page: SearchPage) -> _SearchScreen:
    """What the search shows: hits, how the words were understood, and looser searches."""
    url = reverse("directory:search")
    criteria, found, question = page.criteria, page.found, page.found.question
    return _SearchScreen(
        title=_title_of(page),
        lead=_lead_of(page),
        url=url,
        filters=filters.filters(criteria, found, names=page.names, url=url),
        rows=hit_rows(page.hits, question, page.vocabulary),
        pages=Pages(number=page.number, count=page.count, query=criteria.query_string()),
        compounds=tuple(
            _Understood(word=one.word, parts=" + ".join(one.parts))
            for one in (compounds(question) if question else ())
        ),
        also_asked=_once(both_labels(one.label_de, one.label_en) for one in also_asked(question))
        if question
        else (),
        notes=tuple(_notes_of(page)),
        lists=_lists_of(page),
        ways_in=_ways_in(page) if criteria.is_empty else (),
        ways_out=filters.looser_searches(page.ways_out, found.facets, page.names, url),
        other_words=tuple(
            LooserSearch(
                label=pick(de, en),
                url=filters.address(url, Criteria(text=pick(de, en))),
                count=texts.number(count),
            )
            for de, en, count in page.other_words
        ),
        near=criteria.near,
        is_near_unknown=bool(criteria.near) and found.origin is None,
        is_start=criteria.is_empty,
        is_empty=not found.total,
    )


def _once(labels: Iterable[str]) -> tuple[str, ...]:
    """Each of them once, whatever its capitals."""
    return tuple({label.casefold(): label for label in labels}.values())


def _title_of(page: SearchPage) -> str:
    """The answer, in words."""
    criteria, total = page.criteria, page.found.total
    if criteria.is_empty:
        return _("Search everything")
    if not criteria.text:
        return tallies.tally_with_noun(
            page.found.tally, lambda n: ngettext("%(n)s entry", "%(n)s entries", n)
        )
    text = texts.in_quotes(texts.excerpt(criteria.text, most=60))
    if not total:
        return _("No results for %(text)s yet") % {"text": text}
    hits = tallies.tally_with_noun(page.found.tally, lambda n: ngettext("%(n)s hit", "%(n)s hits", n))
    return _("%(hits)s for %(text)s") % {"hits": hits, "text": text}


def _lead_of(page: SearchPage) -> str:
    if page.criteria.is_empty:
        return _(
            "Search networks, actors, joint projects, programmes, technology fields and news in one place."
        )
    if not page.found.total:
        return _("It may have another name here, or the entry is missing.")
    return ""


def _notes_of(page: SearchPage) -> Iterator[str]:
    """What somebody should know about these hits."""
    question = page.found.question
    if question is not None and question.says_nothing:
        yield _("These words are in nearly every entry. Please add one that says more.")
    if page.found.is_loose:
        yield _("No entry has all the words. These have most of them.")
    if page.found.has_related:
        yield _("Few entries have these words. Related topics of the vocabulary come after them.")
    if question is not None and question.is_cut:
        yield _("Your search was long: we only used the first ten words.")


def _lists_of(page: SearchPage) -> Sequence[Link]:
    """The same question to the lists, which know more about networks and actors."""
    kinds = next((facet.options for facet in page.found.facets if facet.name == "kind"), ())
    shared = replace(page.criteria, kinds=(), labels=(), sizes=(), sort=page.criteria.sort)
    found: list[Link] = []
    for name, known, word in (
        ("directory:networks", kind_labels.NETWORK_KINDS, kind_labels.networks),
        ("directory:actors", kind_labels.ACTOR_KINDS, kind_labels.actors),
        ("directory:projects", kind_labels.COUNTED_PROJECTS, kind_labels.projects),
    ):
        of_kind = [option for option in kinds if option.value in known]
        total = Tally(
            real=sum(option.count for option in of_kind), invented=sum(option.invented for option in of_kind)
        )
        if total.every:
            label = tallies.tally_with_noun(total, word)
            found.append(Link(label=label, url=filters.address(reverse(name), shared), icon="list"))
    return tuple(found)


def _ways_in(page: SearchPage) -> Sequence[_WayIn]:
    """The most frequent kinds, upper fields and Länder."""
    url = reverse("directory:search")
    return tuple(
        _WayIn(
            title=str(filters.TITLES[facet.name]),
            links=tuple(
                LooserSearch(
                    label=pick(option.label_de, option.label_en),
                    url=filters.address(url, page.criteria.within(facet.name, option.value)),
                    count=texts.number(option.count),
                )
                for option in [option for option in facet.options if not option.parent][:MOST_WAYS]
            ),
        )
        for facet in page.found.facets
        if facet.name in ("kind", "field", "land")
    )
