"""One registration, as organisers handle it; and counts of needs and seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.audit.verb_labels import verb_label
from handschlag.common.language import pick
from handschlag.common.models import AuditEntry
from handschlag.common.times import format_day_and_time
from handschlag.design.components.parts import Crumb, Link
from handschlag.events.models import Event
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.lists import counted_choices, counted_diets, counted_needs
from handschlag.registration.queries.programmes import published
from handschlag.registration.rules.places import Move, is_possible
from handschlag.registration.screens.my_registrations import STATES
from handschlag.registration.screens.organising import NEED_WORDS, WAY_WORDS, Figure, tabs_of
from handschlag.registration.screens.own import OwnFact, own_facts, sessions_of
from handschlag.registration.screens.sessions import ChosenRow, span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trace:
    """One thing that happened to the registration."""

    when: str
    what: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _HandleScreen:
    crumbs: Sequence[Crumb]
    pk: int
    name: str
    organisation: str
    state: str
    tone: str
    way: str
    facts: Sequence[OwnFact]
    sessions: Sequence[ChosenRow]
    traces: Sequence[_Trace]
    may_approve: bool
    may_decline: bool
    may_cancel: bool
    change_url: str
    decide_url: str
    cancel_url: str
    renew_url: str  # empty for whoever has no address
    language: str
    badge_url: str  # empty for whoever does not come
    back_url: str


def handle_screen(registration: Registration, event: Event) -> _HandleScreen:
    """One registration as organisers see it, with the moves that its state allows."""
    word, tone = STATES[registration.state]
    back = reverse("registration:registrations", args=[event.slug])
    is_coming = registration.state == RegistrationState.CONFIRMED

    def to(name: str) -> str:
        return reverse(f"registration:{name}", args=[event.slug, registration.pk])

    return _HandleScreen(
        crumbs=(Crumb(_("Registrations"), back), Crumb(registration.name)),
        pk=registration.pk,
        name=registration.name,
        organisation=registration.actor.name if registration.actor else registration.organisation,
        state=str(word),
        tone=tone if tone != "plain" else "",
        way=str(WAY_WORDS[registration.way]),
        facts=own_facts(registration),
        sessions=sessions_of(registration),
        traces=_traces_of(registration),
        may_approve=is_possible(Move.APPROVE, registration.state),
        may_decline=is_possible(Move.DECLINE, registration.state),
        may_cancel=is_possible(Move.CANCEL, registration.state),
        change_url=to("change_for"),
        decide_url=to("decide"),
        cancel_url=to("cancel_for"),
        renew_url=to("renew_link_for") if registration.email else "",
        language=registration.language,
        badge_url=reverse("registration:badges", args=[event.slug]) if is_coming else "",
        back_url=back,
    )


def _traces_of(registration: Registration) -> Sequence[_Trace]:
    """What the audit trail has about it, the newest first; the person has no name there."""
    rows = AuditEntry.objects.filter(kind="registration.registration", object_id=str(registration.pk))
    return tuple(
        _Trace(
            when=format_day_and_time(row.at),
            what=verb_label(row.verb),
            who=(row.by.name or row.by.email) if row.by else _("the person, or the platform"),
        )
        for row in rows.select_related("by").order_by("-at", "-pk")[:20]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _NeedsScreen:
    tabs: Sequence[Link]
    answer: str
    figures: Sequence[Figure]
    diets: Sequence[Figure]
    export_url: str


def needs_screen(event: Event) -> _NeedsScreen:
    """How many of those who come eat lunch and need what; each figure leads to the people."""
    counts = counted_needs(event.pk)
    here = reverse("registration:registrations", args=[event.slug])
    names = ("step_free", "quiet", "interpreter", "words")
    return _NeedsScreen(
        tabs=tabs_of(event, "needs"),
        answer=_("%(lunch)s of %(people)s people will have lunch.")
        % {"lunch": counts["lunch"], "people": counts["people"]},
        figures=tuple(
            Figure(
                label=str(NEED_WORDS[name]),
                value=str(counts[name]),
                url=f"{here}?state=confirmed&need={name}",
            )
            for name in names
        ),
        diets=tuple(Figure(label=words, value=str(number)) for words, number in counted_diets(event.pk)),
        export_url=reverse("registration:needs_export", args=[event.slug]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _SeatRow:
    title: str
    time: str
    room: str
    seats: str
    must: int
    like: int
    seated: str
    waiting: str
    is_short: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SeatsScreen:
    tabs: Sequence[Link]
    rows: Sequence[_SeatRow]
    short: int


def seats_screen(event: Event) -> _SeatsScreen:
    """Sessions by how many want to hear them: what is too small stands on top."""
    counts = counted_choices(event.pk)
    here = reverse("registration:registrations", args=[event.slug])
    rows = []
    for pk, offer in published(event.pk).items():
        if offer.is_cancelled:
            continue
        found = counts.get(pk, {"must": 0, "like": 0, "seated": 0, "waiting": 0})
        is_booked = offer.seats is not None
        rows.append(
            _SeatRow(
                title=pick(offer.title_de, offer.title_en),
                time=span(offer),
                room=pick(offer.room_de, offer.room_en),
                seats=str(offer.seats) if is_booked else _("not booked"),
                must=found["must"],
                like=found["like"],
                seated=str(found["seated"]) if is_booked else "",
                waiting=str(found["waiting"]) if is_booked else "",
                is_short=bool(is_booked and found["waiting"]),
                url=f"{here}?session={pk}",
            )
        )
    rows.sort(key=lambda row: (not row.is_short, -(row.must + row.like)))
    return _SeatsScreen(
        tabs=tabs_of(event, "sessions"), rows=tuple(rows), short=sum(1 for row in rows if row.is_short)
    )
