"""The organisers' list of registrations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.design.components.parts import Facet, Option
from handschlag.directory.rules.kind_words import KIND_NAMES
from handschlag.events.models import Event
from handschlag.registration import labels
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.categories import categories_of
from handschlag.registration.queries.lists import registrations
from handschlag.registration.queries.occupancy import counts_of, occupancy_of, unconfirmed_of
from handschlag.registration.queries.programmes import published
from handschlag.registration.rules.registration_query import (
    KINDS,
    NEEDS,
    ORDERS,
    STATES,
    WAYS,
    RegistrationQuery,
)

PAGE: Final = 50
_ORDERS: Final[Mapping[str, str | Promise]] = {
    "asked": gettext_lazy("by date received"),
    "newest": gettext_lazy("newest first"),
    "name": gettext_lazy("by name"),
    "organisation": gettext_lazy("by organisation"),
    "arrival": gettext_lazy("by arrival"),
}


def list_screen(event: Event, wanted: RegistrationQuery, *, page: str) -> dict[str, Any]:
    """The registrations asked for, fifty a page; the figures on top count all of the event."""
    counts = counts_of(event.pk)
    shown = Paginator(registrations(event.pk, wanted), PAGE).get_page(page)
    return {
        "coming": counts.get(RegistrationState.CONFIRMED, 0),
        "grounds": _grounds_of(counts),
        "asked": counts.get(RegistrationState.ASKED, 0),
        "figures": [(state, counts.get(state, 0)) for state in STATES],
        "unconfirmed": unconfirmed_of(event.pk),
        "wanted": wanted,
        "questions": _questions_of(event, wanted),
        "rows": shown.object_list,
        "page": shown,
        "to_fill": occupancy_of(event).to_promote,
    }


def _grounds_of(counts: Mapping[str, int]) -> str:
    """What waits for somebody."""
    asked, waiting = counts.get(RegistrationState.ASKED, 0), counts.get(RegistrationState.WAITING, 0)
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
    return " ".join(said) or _("No open requests.")


def _questions_of(event: Event, wanted: RegistrationQuery) -> Sequence[Facet]:
    kinds = {kind: pick(*KIND_NAMES[kind]) if kind != "none" else _("not in the directory") for kind in KINDS}
    sessions = {str(pk): offer.title for pk, offer in published(event.pk).items()}
    return (
        question("state", _("Status"), {state: labels.STATES[state] for state in STATES}, wanted.state),
        question("way", _("Registered"), {way: labels.SOURCES[way] for way in WAYS}, wanted.way),
        question("kind", _("Kind of organisation"), kinds, wanted.kind),
        *_category_question(event, wanted.category),
        question("need", _("Needs"), {need: labels.NEEDS[need] for need in NEEDS}, wanted.need),
        question("session", _("Session"), sessions, str(wanted.session or "")),
        question("order", _("Order"), {one: _ORDERS[one] for one in ORDERS}, wanted.order, is_all=False),
    )


def _category_question(event: Event, chosen: str) -> Sequence[Facet]:
    """Only where the event has categories."""
    names = {str(one.pk): one.name for one in categories_of(event.pk)}
    if not names:
        return ()
    words = {**names, "none": _("no category")}
    return (question("category", _("Category"), words, chosen),)


def question(
    name: str, title: str, words: Mapping[str, str | Promise], chosen: str, *, is_all: bool = True
) -> Facet:
    """A filter with its options, “all” before them unless `is_all` is off; `chosen` is the value set."""
    first = [Option(value="", label=_("all"), is_chosen=not chosen)] if is_all else []
    rest = [Option(value=value, label=str(word), is_chosen=value == chosen) for value, word in words.items()]
    return Facet(name=name, title=title, options=(*first, *rest))


def needs_of(row: Registration) -> Iterator[str]:
    """The words for what the person needs, and the diet of whoever has lunch."""
    for is_so, name in (
        (row.is_remote, "remote"),
        (row.needs_step_free, "step_free"),
        (row.needs_quiet, "quiet"),
        (row.needs_interpreter, "interpreter"),
        (bool(row.needs), "words"),
        (not row.has_lunch, "no_lunch"),
    ):
        if is_so:
            yield str(labels.NEEDS[name])
    if row.diet and row.has_lunch:
        yield row.diet
