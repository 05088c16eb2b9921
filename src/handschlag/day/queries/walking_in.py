"""Whom somebody could meet who has just come, and what is kept for people until they have answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.models import StandBy, StandByState
from handschlag.day.rules.walking_in import MOST, WalkIn, earliest_at, value_of
from handschlag.events.models import Event, Place
from handschlag.matching.engine.newcomers import NEWCOMER, PossibleMeeting, ReservedTime, chances
from handschlag.matching.models import Participant, Service, Statement
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.partners import Partner, partners_of
from handschlag.matching.queries.profiles import Described, Sentence, described_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """A meeting that could be held: who, what of theirs fits, and where."""

    chance: PossibleMeeting
    partner: Partner
    place: str
    offers: str
    needs: str

    @property
    def value(self) -> str:
        """As the page writes it, and a form sends it back."""
        spot = self.chance.spot
        return value_of(self.chance.partner, spot.starts_at, spot.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """A meeting that a walk-in has asked for, and how the partner has answered."""

    starts_at: datetime
    ends_at: datetime  # of the offer
    place: str
    partner: Partner
    state: str


def open_service(event: Event) -> Service | None:
    """The matching of an event, while it is offered."""
    return Service.objects.select_related("event").filter(event=event, is_open=True).first()


def described(walk_in: WalkIn, *, pk: int = NEWCOMER) -> Described:
    """The words of the desk as a profile; ids below zero are no rows."""
    said = [(way, text) for way, text in (("offer", walk_in.offers), ("need", walk_in.needs)) if text]
    return Described(
        id=pk,
        statements=tuple(
            Sentence(id=-number, direction=way, text=text, language=walk_in.language, concepts=())
            for number, (way, text) in enumerate(said, start=1)
        ),
        fields=(),
        kind="",
        organisation=f"w{walk_in.organisation.casefold()}",
        networks=(),
        programmes=(),
        lat=None,
        lon=None,
        languages=walk_in.speaks,
        wanted=None,
    )


def reserved_times_of(service: Service, now: datetime) -> tuple[ReservedTime, ...]:
    """Times and places that are offered to somebody and not answered yet."""
    rows = StandBy.objects.filter(service=service, state=StandByState.OFFERED, starts_at__gte=now)
    columns = ("participant_id", "partner_id", "place_id", "starts_at")
    return tuple(
        ReservedTime(people=(one, other), place=place, starts_at=starts_at)
        for one, other, place, starts_at in rows.order_by("pk").values_list(*columns)
    )


def possible(service: Service, walk_in: WalkIn, *, now: datetime) -> Sequence[Possible]:
    """Up to three meetings that can be held beside everything that is held; a constant number of queries."""
    found = chances(
        load_engine_input(service),
        described_of(service),
        newcomer=described(walk_in),
        earliest=earliest_at(now),
        kept=reserved_times_of(service, now),
        most=MOST,
        category=walk_in.category_id,
    )
    partners = partners_of(one.partner for one in found)
    places = dict(Place.objects.filter(pk__in=[one.spot.place for one in found]).values_list("pk", "code"))
    texts = _texts_of(found)
    return tuple(
        Possible(
            chance=one,
            partner=partners[one.partner],
            place=places[one.spot.place],
            offers=texts.get(_statement_in(one, "for_you", 1), ""),
            needs=texts.get(_statement_in(one, "for_them", 0), ""),
        )
        for one in found
    )


def _statement_in(one: PossibleMeeting, side: str, at: int) -> int:
    """The partner's statement in the strongest reason of a side: what they offer, or what they need."""
    met = [row for row in one.reasons if row["kind"] == "need_met" and row["side"] == side]
    best = max(met, key=lambda row: float(row["value"]), default=None)
    known = best["evidence"][at] if best else 0
    return known if isinstance(known, int) else 0


def _texts_of(found: Sequence[PossibleMeeting]) -> dict[int, str]:
    ids = {_statement_in(one, side, at) for one in found for side, at in (("for_you", 1), ("for_them", 0))}
    return dict(Statement.objects.filter(pk__in=ids).exclude(text="").values_list("pk", "text"))


def asked_for(participant: Participant) -> Sequence[AskedFor]:
    """What was asked for on somebody's behalf at the desk, in the order of time."""
    rows = list(
        StandBy.objects.filter(partner=participant, instead_of=None, is_refill=False)
        .select_related("place")
        .order_by("starts_at")
    )
    partners = partners_of(one.participant_id for one in rows)
    return tuple(
        AskedFor(
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place.code if one.place else "",
            partner=partners[one.participant_id],
            state=one.state,
        )
        for one in rows
    )
