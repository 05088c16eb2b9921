"""The search across everything, and what it proposes while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from handschlag.common.language import InBothLanguages, pick
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.web import page_number
from handschlag.design import tallies
from handschlag.design.components.parts import Link, Pages
from handschlag.design.tallies import Tally
from handschlag.directory import actors, filters, labels, texts
from handschlag.directory.criteria import PARAMETERS, Criteria, search_key
from handschlag.directory.hooks import FoundPage
from handschlag.directory.index import analyser, finding, snapshots
from handschlag.directory.index.analysis import Vocabulary, index_tokens
from handschlag.directory.index.arrays import FIELD, TYPES, View
from handschlag.directory.index.ranking import Lookup
from handschlag.directory.index.search_query import also_asked, compounds
from handschlag.directory.labels import KIND_NAMES
from handschlag.directory.models import Field, Land, SearchDocument
from handschlag.directory.public import public_actors, public_networks
from handschlag.directory.search import hits
from handschlag.directory.search.hits import ADDRESSES, SearchPage, both_labels, hit_row_maker
from treffen.language import fold

MOST_ENTRIES, MOST_TERMS = 6, 3
SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An entry to go to, or a term (without slug) to search for."""

    type: str
    kind: str
    slug: str
    label_de: str
    label_en: str
    label = InBothLanguages()
    land: str = ""


def propose(text: str, *, today: date) -> list[Suggestion]:
    """Fields first, then networks, programmes and the rest; then terms that are no entries."""
    view = snapshots.view_on(today)
    vocabulary = analyser.vocabulary(view.snapshot.version.vocabulary)
    tokens = [word for token in index_tokens(text) for word in token.word.pieces]
    typed = tokens or [fold(text.strip())] * text.strip().isalnum()
    if not typed or len("".join(typed)) < SHORTEST:
        return []
    entries = _entries_like(typed, view)
    taken = {entry.label_de for entry in entries} | {entry.label_en for entry in entries}
    terms = [one for one in _terms_like(text, vocabulary) if not taken & {one.label_de, one.label_en}]
    return [*entries, *terms[:MOST_TERMS]]


def _entries_like(typed: Sequence[str], view: View) -> list[Suggestion]:
    """Entries whose names have all the words, the last of them as a beginning."""
    *whole, last = typed
    lookups = [
        *(Lookup("spelled", (word,)) for word in dict.fromkeys(whole)),
        Lookup("spelled", (f"{last}*",)),
    ]
    answers = finding.matching_documents(lookups, view.snapshot.version)
    rows = view.rows_of(answers[lookups[0]])
    for lookup in lookups[1:]:
        rows = np.intersect1d(rows, view.rows_of(answers[lookup]), assume_unique=True)
    types = np.where(view.table.types[rows] == FIELD, -1, view.table.types[rows])
    best = rows[np.lexsort((view.ranks[rows], view.table.lengths[rows], types))][:MOST_ENTRIES]
    documents = view.table.documents[best].tolist()
    found = SearchDocument.objects.filter(is_public=True).in_bulk(documents)
    return [
        Suggestion(
            type=one.type,
            kind=one.kind,
            slug=one.slug,
            label_de=one.title_de,
            label_en=one.title_en,
            land=one.land,
        )
        for one in (found[pk] for pk in documents if pk in found)
        if one.type in TYPES
    ]


def _terms_like(text: str, vocabulary: Vocabulary) -> list[Suggestion]:
    return [
        Suggestion(type="term", kind="term", slug="", label_de=term.label_de, label_en=term.label_en)
        for term in vocabulary.beginning(text)[: MOST_TERMS * 2]
    ]


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


def search_context(page: SearchPage) -> dict[str, Any]:
    """What the search shows: hits, how the words were understood, and looser searches."""
    url = reverse("directory:search")
    criteria, found, question = page.criteria, page.found, page.found.question
    hit_row = hit_row_maker(question, page.vocabulary)
    return {
        "title": _title_of(page),
        "url": url,
        "criteria": criteria,
        "followed_key": search_key("search", criteria),
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
        ("directory:networks", labels.NETWORK_KINDS, labels.networks),
        ("directory:actors", labels.ACTOR_KINDS, labels.actors),
        ("directory:projects", labels.COUNTED_PROJECTS, labels.projects),
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


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The page of hits across everything; without words it shows ways in."""
    page = hits.page_of_hits(
        Criteria.of(request.GET), number=page_number(request), today=timezone.localdate()
    )
    return render(request, "directory/search.html", {"screen": search_context(page)})


@cached_for_visitors(parameters=PARAMETERS)
@require_safe
def suggestions_page(request: HttpRequest) -> HttpResponse:
    """A list for the box while somebody types; a plain page for everybody else."""
    text = Criteria.of(request.GET).text
    found = proposals(propose(text, today=timezone.localdate()))
    is_part = request.headers.get("HX-Request") == "true"
    template = "directory/parts/proposals.html" if is_part else "directory/suggest.html"
    response = render(request, template, {"text": text, "proposals": found})
    patch_vary_headers(response, ["HX-Request"])
    return response


MISSPELT = "Netzwerkkkk"  # only for a word that nobody has are all words looked at


def warm(*, today: date) -> None:
    """Three searches, whose answers nobody reads: of a word, of a place, and of a word that is misspelt."""
    for criteria in (
        Criteria(text="Netzwerk", near="Berlin"),
        Criteria(text="Berlin"),
        Criteria(text=MISSPELT),
    ):
        hits.page_of_hits(criteria, number=1, today=today)
    actors.remember_all()


def one_of_each() -> Iterator[tuple[str, str]]:
    """The first public entry of each kind, by kind and slug; none of a kind that has none."""
    for kind, rows in (
        ("field", Field.objects.all()),
        ("land", Land.objects.all()),
        ("network", public_networks()),
        ("actor", public_actors()),
    ):
        for slug in rows.order_by("pk").values_list("slug", flat=True)[:1]:
            yield kind, slug
