"""The organisers' list of registrations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day_and_time
from handschlag.design.components.parts import Link, Option, Pages
from handschlag.directory.rules.kind_words import KIND_NAMES
from handschlag.events.models import Event
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.lists import registrations
from handschlag.registration.queries.occupancy import counts_of, held_places, unconfirmed_of
from handschlag.registration.queries.programmes import published
from handschlag.registration.rules.registration_query import (
    KINDS,
    NEEDS,
    ORDERS,
    STATES,
    WAYS,
    RegistrationQuery,
)
from handschlag.registration.screens.my_registrations import STATES as STATE_WORDS

PAGE: Final = 50
WAY_WORDS: Final[Mapping[str, str | Promise]] = {
    "self": gettext_lazy("by themselves"),
    "assisted": gettext_lazy("by the organisers"),
    "imported": gettext_lazy("from a list"),
    "walk_in": gettext_lazy("at reception"),
}
NEED_WORDS: Final[Mapping[str, str | Promise]] = {
    "step_free": gettext_lazy("a step-free route"),
    "quiet": gettext_lazy("a quiet place"),
    "interpreter": gettext_lazy("interpreting"),
    "words": gettext_lazy("something else"),
    "diet": gettext_lazy("special food"),
    "no_lunch": gettext_lazy("no lunch"),
}
ORDER_WORDS: Final[Mapping[str, str | Promise]] = {
    "asked": gettext_lazy("by date received"),
    "newest": gettext_lazy("newest first"),
    "name": gettext_lazy("by name"),
    "organisation": gettext_lazy("by organisation"),
    "arrival": gettext_lazy("by arrival"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One drop-down of the filter."""

    name: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonRow:
    pk: int
    name: str
    email: str
    organisation: str
    is_known: bool
    state: str
    tone: str
    since: str
    way: str
    needs: str
    is_demo: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListScreen:
    tabs: Sequence[Link]
    answer: str
    grounds: str
    tone: str
    figures: Sequence[Figure]
    unconfirmed: int
    wanted: RegistrationQuery
    questions: Sequence[Question]
    rows: Sequence[_PersonRow]
    total: str
    pages: Pages
    add_url: str
    batch_url: str
    fill_url: str
    to_fill: int
    csv_url: str
    xlsx_url: str
    clear_url: str
    badges_url: str


def tabs_of(event: Event, current: str) -> Sequence[Link]:
    """Links to the organisers' pages; `current` is the name of the one that is open."""
    names = (
        ("registrations", _("People")),
        ("invitations", _("Invitations")),
        ("people_lists", _("Import")),
        ("pairs", _("Duplicates")),
        ("sessions", _("Sessions and places")),
        ("needs", _("Lunch and requirements")),
    )
    return tuple(
        Link(
            label=label,
            url=reverse(f"registration:{name}", args=[event.slug]),
            is_current=name == current,
        )
        for name, label in names
    )


def list_screen(event: Event, wanted: RegistrationQuery, *, page: str) -> _ListScreen:
    """The registrations asked for, fifty a page; the figures on top count all of the event."""
    counts = counts_of(event.pk)
    paginator = Paginator(registrations(event.pk, wanted), PAGE)
    shown = paginator.get_page(page)
    here = reverse("registration:registrations", args=[event.slug])
    answer, grounds, tone = _answer_of(event, counts)
    waiting = counts.get(RegistrationState.WAITING, 0)
    taken = counts.get(RegistrationState.CONFIRMED, 0) + held_places(event.pk)
    free = None if event.capacity is None else event.capacity - taken
    return _ListScreen(
        tabs=tabs_of(event, "registrations"),
        answer=answer,
        grounds=grounds,
        tone=tone,
        figures=_figures_of(counts, here),
        unconfirmed=unconfirmed_of(event.pk),
        wanted=wanted,
        questions=_questions_of(event, wanted),
        rows=tuple(_row_of(one, event) for one in shown.object_list),
        total=ngettext("%(n)s registration", "%(n)s registrations", paginator.count) % {"n": paginator.count},
        pages=Pages(number=shown.number, count=paginator.num_pages, query=wanted.query),
        add_url=reverse("registration:add", args=[event.slug]),
        batch_url=reverse("registration:batch", args=[event.slug]),
        fill_url=reverse("registration:fill", args=[event.slug]),
        to_fill=waiting if free is None else max(0, min(free, waiting)),
        csv_url=_export_url(event, "csv", wanted),
        xlsx_url=_export_url(event, "xlsx", wanted),
        clear_url=here,
        badges_url=reverse("registration:badges", args=[event.slug]),
    )


def _export_url(event: Event, ending: str, wanted: RegistrationQuery) -> str:
    url = reverse("registration:export", args=[event.slug, ending])
    return f"{url}?{wanted.query}" if wanted.query else url


def _answer_of(event: Event, counts: Mapping[str, int]) -> tuple[str, str, str]:
    """How full the event is, in one sentence; and what waits for somebody."""
    coming = counts.get(RegistrationState.CONFIRMED, 0)
    asked, waiting = counts.get(RegistrationState.ASKED, 0), counts.get(RegistrationState.WAITING, 0)
    if event.capacity is None:
        answer = ngettext("%(n)s person is coming.", "%(n)s people are coming.", coming) % {"n": coming}
    else:
        answer = _("%(n)s of %(all)s places are taken.") % {"n": coming, "all": event.capacity}
    said = []
    if asked:
        said.append(
            ngettext("%(n)s registration to approve", "%(n)s registrations to approve", asked) % {"n": asked}
        )
    if waiting:
        said.append(
            ngettext("%(n)s person is on the waiting list.", "%(n)s people are on the waiting list.", waiting)
            % {"n": waiting}
        )
    return answer, " ".join(said) or _("No open requests."), "wait" if asked else ""


def _figures_of(counts: Mapping[str, int], here: str) -> Sequence[Figure]:
    return tuple(
        Figure(label=str(STATE_WORDS[state][0]), value=str(counts.get(state, 0)), url=f"{here}?state={state}")
        for state in STATES
    )


def _questions_of(event: Event, wanted: RegistrationQuery) -> Sequence[Question]:
    kinds = {kind: pick(*KIND_NAMES[kind]) if kind != "none" else _("not in the directory") for kind in KINDS}
    sessions = {str(pk): pick(one.title_de, one.title_en) for pk, one in published(event.pk).items()}
    states = {state: str(STATE_WORDS[state][0]) for state in STATES}
    return (
        question("state", _("Status"), states, wanted.state),
        question("way", _("Registered"), {way: str(WAY_WORDS[way]) for way in WAYS}, wanted.way),
        question("kind", _("Kind of organisation"), kinds, wanted.kind),
        question("need", _("Needs"), {need: str(NEED_WORDS[need]) for need in NEEDS}, wanted.need),
        question("session", _("Session"), sessions, str(wanted.session or "")),
        question(
            "order", _("Order"), {one: str(ORDER_WORDS[one]) for one in ORDERS}, wanted.order, is_all=False
        ),
    )


def question(
    name: str, label: str, options: Mapping[str, str], chosen: str, *, is_all: bool = True
) -> Question:
    """A filter with its options, “all” before them unless `is_all` is off; `chosen` is the value set."""
    first = [Option(value="", label=_("all"), is_chosen=not chosen)] if is_all else []
    rest = [Option(value=value, label=text, is_chosen=value == chosen) for value, text in options.items()]
    return Question(name=name, label=label, options=(*first, *rest))


def _row_of(one: Registration, event: Event) -> _PersonRow:
    word, tone = STATE_WORDS[one.state]
    return _PersonRow(
        pk=one.pk,
        name=one.name,
        email=one.email,
        organisation=one.actor.name if one.actor else one.organisation,
        is_known=one.actor is not None,
        state=str(word),
        tone=tone if tone != "plain" else "",
        since=format_day_and_time(one.asked_at),
        way=str(WAY_WORDS[one.way]),
        needs=", ".join(needs_of(one)),
        is_demo=one.is_demo,
        url=reverse("registration:registration", args=[event.slug, one.pk]),
    )


def needs_of(one: Registration) -> Iterable[str]:
    """The words for what the person needs, and the diet of whoever has lunch."""
    for is_so, name in (
        (one.needs_step_free, "step_free"),
        (one.needs_quiet, "quiet"),
        (one.needs_interpreter, "interpreter"),
        (bool(one.needs), "words"),
        (not one.has_lunch, "no_lunch"),
    ):
        if is_so:
            yield str(NEED_WORDS[name])
    if one.diet and one.has_lunch:
        yield one.diet
