"""The page of the search across everything: its answer, how the words were understood, and ways on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.design import tallies
from handschlag.design.components.parts import Link, Pages
from handschlag.design.rules.tallies import Tally
from handschlag.directory.queries.hits import SearchPage
from handschlag.directory.queries.suggesting import Suggestion
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.followed_searches import key_of
from handschlag.directory.rules.found_pages import FoundPage
from handschlag.directory.rules.kind_words import KIND_NAMES
from handschlag.directory.rules.wordings import also_asked, compounds
from handschlag.directory.screens import filters, kind_labels, texts
from handschlag.directory.screens.hits import ADDRESSES, both_labels, hit_row_maker

MOST_WAYS = 8
# What pages that are no entries are called; doors need no name of their kind.
PAGE_KINDS = {
    "field": gettext_lazy("Technology field"),
    "programme": gettext_lazy("Funding programme"),
    "funding_call": gettext_lazy("Funding call"),
    "region": gettext_lazy("Federal state"),
    "event": gettext_lazy("Event"),
    "session": gettext_lazy("Session"),
    "schedule": gettext_lazy("Programme of an event"),
    "exhibition": gettext_lazy("Exhibition"),
    "exhibit": gettext_lazy("Exhibit"),
    "campaign": gettext_lazy("Cluster Week"),
    "activity": gettext_lazy("Part of a Cluster Week"),
    "registration": gettext_lazy("Registration"),
}
TOLD = ("programme", "funding_call", "event", "session", "exhibit", "campaign", "activity", "finder")


def search_screen(page: SearchPage) -> dict[str, Any]:
    """What the search shows: hits, how the words were understood, and looser searches."""
    url = reverse("directory:search")
    criteria, found, question = page.criteria, page.found, page.found.question
    hit_row = hit_row_maker(question, page.vocabulary)
    return {
        "title": _title_of(page),
        "url": url,
        "criteria": criteria,
        "followed_key": key_of("search", criteria),
        "found": found,
        "is_loose": found.is_loose and bool(page.hits),
        "has_related": found.has_related and bool(page.hits),
        "filters": filters.filters(criteria, found, names=page.names, url=url),
        "rows": [hit_row(hit) for hit in page.hits],
        "pages": Pages(number=page.number, count=page.count, query=criteria.query_string()),
        "compounds": list(compounds(question)) if question else (),
        "also_asked": _also_asked(page),
        "lists": _lists_of(page),
        "more": _more_entries(page),
        "answers": [_page_row(one) for one in page.answers],
        "found_pages": [_page_row(one) for one in page.pages],
        "is_nothing": not (page.found.total or page.answers or page.pages),
        "ways_in": _ways_in(page) if criteria.is_empty else (),
        "ways_out": filters.looser_searches(page.ways_out, found.facets, page.names, url),
        "other_words": [(_search_for(pick(de, en)), found) for de, en, found in page.other_words],
    }


def _also_asked(page: SearchPage) -> tuple[str, ...]:
    """What else the words stood for; nothing where only pages are shown, which were not found by it."""
    question = page.found.question
    if question is None or not (page.hits or page.other_words or page.ways_out):
        return ()
    return _once(both_labels(one.label_de, one.label_en) for one in also_asked(question))


def _search_for(text: str) -> Link:
    return Link(label=text, url=filters.address(reverse("directory:search"), Criteria(text=text)))


def _once(labels: Iterable[str]) -> tuple[str, ...]:
    """Each of them once, whatever its capitals."""
    return tuple({label.casefold(): label for label in labels}.values())


def _title_of(page: SearchPage) -> str:
    """The answer, in words."""
    criteria, tally = page.criteria, page.found.tally
    if criteria.is_empty:
        return _("Search everything")
    if not criteria.text:
        return tallies.tally_with_noun(tally, lambda n: ngettext("%(n)s entry", "%(n)s entries", n))
    text = texts.in_quotes(texts.excerpt(page.found.corrected or criteria.text, most=60))
    pages = len(page.answers) + len(page.pages)
    if pages and not page.hits:
        label = ngettext("%(n)s page on %(text)s", "%(n)s pages on %(text)s", pages)
        return label % {"n": texts.number(pages), "text": text}
    if not page.found.total:
        return _("No results for %(text)s yet") % {"text": text}
    hits = tallies.tally_with_noun(tally, lambda n: ngettext("%(n)s hit", "%(n)s hits", n))
    return _("%(hits)s for %(text)s") % {"hits": hits, "text": text}


def _lists_of(page: SearchPage) -> Sequence[Link]:
    """The same question to the lists, which know more about networks and actors."""
    kinds = next((facet.options for facet in page.found.facets if facet.name == "kind"), ())
    shared = replace(page.criteria, kinds=(), labels=(), sizes=())
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
            found.append(Link(label=label, url=filters.address(reverse(name), shared)))
    return found


def _page_row(page: FoundPage) -> dict[str, Any]:
    """A page that answers: its address, what it is, and how it begins."""
    return {
        "page": page,
        "url": reverse(page.view, args=page.args),
        "kind": PAGE_KINDS.get(page.kind, ""),
        "title": pick(page.title_de, page.title_en),
        "text": texts.excerpt(pick(page.text_de, page.text_en), most=160) if page.kind in TOLD else "",
    }


def _more_entries(page: SearchPage) -> Link | None:
    """The way to the entries that are not shown; it says so if all of them are invented."""
    if not page.hidden:
        return None
    if page.hidden_real:
        hidden = Tally(real=page.hidden_real, invented=page.hidden - page.hidden_real)
        label = tallies.tally_with_noun(
            hidden, lambda n: ngettext("%(n)s more entry", "%(n)s more entries", n)
        )
    else:
        label = ngettext("%(n)s more invented entry", "%(n)s more invented entries", page.hidden)
        label %= {"n": texts.number(page.hidden)}
    everything = replace(page.criteria, invented="yes")
    return Link(label=label, url=filters.address(reverse("directory:search"), everything))


def _ways_in(page: SearchPage) -> Sequence[tuple[str, Sequence[Link]]]:
    """Where to begin for somebody who has not asked yet: the most frequent kinds, upper fields and Länder."""
    url = reverse("directory:search")
    return [
        (
            str(filters.TITLES[facet.name]),
            [
                Link(
                    label=pick(option.label_de, option.label_en),
                    url=filters.address(url, page.criteria.within(facet.name, option.value)),
                    count=option.count,
                )
                for option in [option for option in facet.options if not option.parent][:MOST_WAYS]
            ],
        )
        for facet in page.found.facets
        if facet.name in ("kind", "field", "land")
    ]


def proposals(found: Sequence[Suggestion]) -> list[tuple[Link, str]]:
    """What the search box proposes while somebody types, in the order found, each with its kind."""
    return [_proposal(one) for one in found]


def _proposal(one: Suggestion) -> tuple[Link, str]:
    if one.type == "term":
        return _search_for(one.label), _("Search for this topic")
    url = reverse(ADDRESSES[one.type], args=[one.slug])
    return Link(label=one.label, url=url), pick(*KIND_NAMES[one.kind])
