"""The desk takes somebody in who has not registered, and asks for up to three meetings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.policy import Action, Subject
from handschlag.common import audit
from handschlag.common.language import written_language
from handschlag.common.printing import render as printing_render
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import dated_name
from handschlag.common.times import format_day_and_month, format_time
from handschlag.common.web import refusal_message
from handschlag.day.models import StandBy, StandByState
from handschlag.day.offers import WalkInRefusal, reserved_times_of, tell_asked
from handschlag.day.participant_pages import UNFIT
from handschlag.design.fields import OneLine
from handschlag.events.access import own_event_or_404, refuse_readers
from handschlag.events.console import console_context
from handschlag.events.models import Event, Place
from handschlag.matching import joining
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.day import TEMPLATE, printed_day_of, sheet_data
from handschlag.matching.engine.admission import MeetingSpot
from handschlag.matching.engine.newcomers import (
    NEWCOMER,
    PossibleMeeting,
    ProposedMeeting,
    chances,
    still_possible,
)
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Participant, Service, Statement
from handschlag.matching.names import Partner, partners_of
from handschlag.matching.people import Described, Sentence, described_of
from handschlag.matching.profile_data import Profile, StatementData
from handschlag.registration.access import paper_link_of, pass_of
from handschlag.registration.check_in import Unreadable, key_in
from handschlag.registration.check_in import walk_in as register
from handschlag.registration.models import ConsentPurpose, RegistrationSource
from handschlag.registration.places import categories_of
from handschlag.registration.registration_data import RegistrationData

LEAD: Final = timedelta(minutes=10)  # between the desk and the first meeting that is asked for
ANSWER: Final = timedelta(minutes=5)  # before a meeting its offer ends
MOST_ASKED: Final = 3  # meetings that are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn:
    """Four facts, an address and a category where there is one. `language` is that of the sheet."""

    name: str
    organisation: str
    offers: str
    needs: str
    email: str = ""
    language: str = "de"
    speaks: tuple[str, ...] = ("de",)
    category_id: int | None = None


def meeting_value(partner: int, starts_at: datetime, place: int) -> str:
    """One meeting as the page writes it, and as a form sends it back."""
    return f"{partner} {place} {starts_at.isoformat()}"


def earliest_at(now: datetime) -> datetime:
    """What begins before that is too soon: the sheet has to be printed, and the partner to be asked."""
    return now + LEAD


def offer_ends_at(starts_at: datetime, now: datetime) -> datetime:
    """Until then the partner can say yes; at least a minute is left.

    >>> from datetime import UTC
    >>> at = datetime(2027, 4, 20, 11, 10, tzinfo=UTC)
    >>> offer_ends_at(at, at - timedelta(minutes=30)).minute
    5
    """
    return max(starts_at - ANSWER, now + timedelta(minutes=1))


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
        return meeting_value(self.chance.partner, spot.starts_at, spot.place)


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


def described_walk_in(walk_in: WalkIn, *, pk: int = NEWCOMER) -> Described:
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


def possible_meetings(service: Service, walk_in: WalkIn, *, now: datetime) -> Sequence[Possible]:
    """Up to three meetings that can be held beside everything that is held; a constant number of queries."""
    found = chances(
        load_engine_input(service),
        described_of(service),
        newcomer=described_walk_in(walk_in),
        earliest=earliest_at(now),
        kept=reserved_times_of(service, now),
        most=MOST_ASKED,
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


@transaction.atomic
def take_in(
    *,
    event_id: int,
    walk_in: WalkIn,
    wanted: Sequence[ProposedMeeting],
    has_agreed: bool,
    key: str,
    by: Subject,
    now: datetime,
) -> Participant:
    """The person takes part, and the wanted partners are asked; their times are kept until they answer.

    Refused with `TAKEN` where one of these times is gone meanwhile: then nothing was done. Sent twice with
    the same key it counts once.
    """
    if not has_agreed:
        raise Refusal(WalkInRefusal.NO_CONSENT)
    registration, is_new = register(event_id=event_id, facts=_facts(walk_in), key=key, by=by, now=now)
    if not is_new:
        return Participant.objects.get(registration=registration)
    # The person stands at the desk and has agreed: what follows is as if they had opened their own link.
    participant = joining.join(registration_id=registration.pk, has_link=True, by=by, now=now)
    service = lock_service(participant.service_id)
    participant = joining.describe(
        participant_id=participant.pk,
        seen=participant.version,
        profile=_profile(walk_in),
        has_link=True,
        by=by,
        now=now,
    )
    _ask(service, participant, walk_in, wanted, now=now)
    changes = {"asked": [None, len(wanted)], **pass_of(by)}
    audit.record(verb="day.walked_in", target=participant, by_id=by.user_id, now=now, changes=changes)
    return participant


def _facts(walk_in: WalkIn) -> RegistrationData:
    return RegistrationData(
        name=walk_in.name,
        organisation=walk_in.organisation,
        email=walk_in.email,
        language=walk_in.language,
        speaks=walk_in.speaks,
        category_id=walk_in.category_id,
        consents=frozenset({ConsentPurpose.MATCHING.value}),
        has_accepted_terms=True,
    )


def _profile(walk_in: WalkIn) -> Profile:
    said = (("offer", walk_in.offers), ("need", walk_in.needs))
    return Profile(
        statements=tuple(
            StatementData(direction=way, text=text, language=walk_in.language) for way, text in said if text
        )
    )


def _ask(
    service: Service,
    participant: Participant,
    walk_in: WalkIn,
    wanted: Sequence[ProposedMeeting],
    *,
    now: datetime,
) -> None:
    """Each partner has an offer that the newcomer has already said yes to. The service is locked."""
    if not wanted:
        return
    spots = still_possible(
        load_engine_input(service),
        wanted,
        newcomer=described_walk_in(walk_in, pk=participant.pk),
        earliest=earliest_at(now),
        kept=reserved_times_of(service, now),
    )
    if spots is None:
        raise Refusal(WalkInRefusal.TAKEN)
    made = StandBy.objects.bulk_create([_offer(service, participant, one, now=now) for one in spots])
    rows = StandBy.objects.filter(pk__in=[one.pk for one in made])
    for one in rows.select_related("participant__registration", "place"):
        tell_asked(one, participant, now=now)


def _offer(service: Service, newcomer: Participant, spot: MeetingSpot, *, now: datetime) -> StandBy:
    return StandBy(
        service=service,
        participant_id=spot.request,
        partner=newcomer,
        starts_at=spot.starts_at,
        place_id=spot.place,
        offered_at=now,
        ends_at=offer_ends_at(spot.starts_at, now),
        partner_yes_at=now,
    )


BOTH = ("de", "en")


class WalkInForm(forms.Form):
    """Four fields and the consent; an address where the person names one, a category where there are some."""

    name = OneLine(label=_("Name"), max_length=120)
    organisation = OneLine(label=_("Organisation"), max_length=200)
    offers = OneLine(label=_("Offers"), max_length=240, required=False)
    needs = OneLine(label=_("Looking for"), max_length=240, required=False)
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        required=False,
        help_text=_("The person then also gets their personal link by email."),
    )
    category = forms.TypedChoiceField(
        label=_("Category"), coerce=int, help_text=_("It also decides who may meet whom.")
    )
    speaks = forms.ChoiceField(
        label=_("Speaks"),
        choices=[("de", _("German")), ("en", _("English")), ("both", _("German and English"))],
    )
    agrees = forms.BooleanField(
        label=_("Has received the privacy notice on paper and agrees to matchmaking."),
        error_messages={"required": _("Without consent this person is not included in matchmaking.")},
    )

    def __init__(self, *args: Any, categories: Iterable[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = list(categories)
        if choices:
            self.fields["category"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["category"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("offers") and not cleaned.get("needs") and "needs" not in self.errors:
            self.add_error("offers", _("Enter at least one thing the person offers or is looking for."))
        return cleaned

    def walk_in(self, *, language: str) -> WalkIn:
        """`language` is that of the sheet where the person speaks both."""
        data = self.cleaned_data
        return WalkIn(
            name=data["name"],
            organisation=data["organisation"],
            offers=data["offers"],
            needs=data["needs"],
            email=normalised_address(data["email"]) if data["email"] else "",
            language=language if data["speaks"] == "both" else data["speaks"],
            category_id=data.get("category"),
            speaks=BOTH if data["speaks"] == "both" else (data["speaks"],),
        )


def wanted_in(values: Iterable[str]) -> tuple[ProposedMeeting, ...]:
    """The ticked meetings, as the page wrote them; what nobody could have ticked is left out."""
    found = [one for one in map(_wanted, values) if one is not None]
    return tuple(found[:MOST_ASKED])


def _wanted(value: str) -> ProposedMeeting | None:
    parts = value.split(" ")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 16 for part in parts[:2]):
        return None
    try:
        starts_at = parse_datetime(parts[2])
    except ValueError:
        return None
    if starts_at is None or starts_at.tzinfo is None:
        return None
    return ProposedMeeting(partner=int(parts[0]), place=int(parts[1]), starts_at=starts_at)


def walk_in_sheet(participant: Participant, asked: Sequence[AskedFor], *, token: str, now: datetime) -> bytes:
    """The file, in the language that is spoken now."""
    data = _with_asked(sheet_data(participant, token=token, now=now), asked)
    return printing_render(TEMPLATE, data, language=get_language() or "de", now=now)


def _with_asked(data: Mapping[str, Any], asked: Sequence[AskedFor]) -> Mapping[str, Any]:
    """The same sheet with the requests that wait for an answer, each at its time and marked as such."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for one in asked:
        if one.state == StandByState.OFFERED:
            rows.setdefault(_date_of(one.starts_at), []).append(_row_of(one))
    days = [{**day, "rows": _together(day["rows"], rows.get(day["day"], []))} for day in data["days"]]
    return {**data, "days": days}


def _date_of(at: datetime) -> str:
    """As the sheet names its days."""
    return format_day_and_month(at)


def _together(own: Sequence[Mapping[str, Any]], more: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted([*own, *more], key=lambda row: str(row["time"]))


def _row_of(one: AskedFor) -> Mapping[str, Any]:
    return {
        "time": format_time(one.starts_at),
        "title": one.partner.name,
        "sub": one.partner.sub,
        "why": gettext("Requested: takes place once the other person says yes. Scan the code to check."),
        "place": one.place,
        "where": "",
        "is-quiet": False,
    }


DESK = "registration:desk"
GET_OR_POST = ("GET", "HEAD", "POST")


def at_desk(
    request: HttpRequest, slug: str, action: Action = Action.CHECK_IN
) -> tuple[Event, Subject, Service]:
    """The event of the team; without matching there is nothing that this page could do."""
    event, by = own_event_or_404(request, slug, action)
    service = open_service(event)
    if service is None:
        raise Http404
    return event, by, service


@never_cache
@require_http_methods(GET_OR_POST)
def walk_in_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for four fields; with "take" the person is taken in, and it leads to the answers."""
    event, by, service = at_desk(request, slug)
    found: Sequence[Possible] | None = None  # nobody has looked yet
    fault = ""

    def page(form: WalkInForm, key: str, *, status: int = 200) -> HttpResponse:
        context = console_context(event, by, current=DESK, form=form, key=key, found=found, fault=fault)
        return render(request, "day/walk_in.html", context, status=status)

    categories = [(one.pk, one.name) for one in categories_of(event.pk)]
    if request.method != "POST":
        first = WalkInForm(initial={"speaks": written_language()}, categories=categories)
        return page(first, str(uuid.uuid4()))
    form, key = WalkInForm(request.POST, categories=categories), _fresh_key(request.POST.get("key", ""))
    if not form.is_valid():
        return page(form, key, status=UNFIT)
    if request.POST.get("do") == "take":
        try:
            made = _taken(event, form, meetings=request.POST.getlist("meeting"), key=key, by=by)
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            return redirect("day:walked_in", slug=slug, number=made.registration_id)
    found = possible_meetings(service, form.walk_in(language=written_language()), now=timezone.now())
    return page(form, key, status=UNFIT if fault else 200)


def _taken(event: Event, form: WalkInForm, *, meetings: Sequence[str], key: str, by: Subject) -> Participant:
    return take_in(
        event_id=event.pk,
        walk_in=form.walk_in(language=written_language()),
        wanted=wanted_in(meetings),
        has_agreed=form.cleaned_data["agrees"],
        key=key,
        by=by,
        now=timezone.now(),
    )


def _fresh_key(text: str) -> str:
    """The key that the page was made with; one that is none becomes a new one."""
    try:
        return key_in(text)
    except Unreadable:
        return str(uuid.uuid4())


def _participant(event: Event, number: int) -> Participant:
    rows = Participant.objects.select_related("registration", "service__event")
    found = rows.filter(registration_id=number, registration__event=event, registration__erased_at=None)
    person = found.first()
    if person is None:
        raise Http404
    return person


def _taken_in(event: Event, number: int) -> Participant:
    """Somebody who was taken in at the desk: what the others do is not the reception's."""
    person = _participant(event, number)
    if person.registration.way != RegistrationSource.WALK_IN:
        raise Http404
    return person


@never_cache
@require_safe
def walked_in_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of somebody taken in, with the answers so far; htmx gets the answers alone."""
    event, by, _service = at_desk(request, slug)
    participant = _taken_in(event, number)
    asked = asked_for(participant)
    context = console_context(
        event,
        by,
        current=DESK,
        registration=participant.registration,
        asked=asked,
        agreed=sum(one.state == StandByState.ACCEPTED for one in asked),
        is_open=any(one.state == StandByState.OFFERED for one in asked),
        now=timezone.now(),
    )
    part = "#live" if request.headers.get("HX-Request") else ""
    return render(request, f"day/walked_in.html{part}", context)


@never_cache
@require_safe
def walk_in_sheet_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sheet, in the person's language."""
    event, by, _service = at_desk(request, slug)
    refuse_readers(event, by)  # a code on the sheet opens pages of this person
    participant = _taken_in(event, number)
    with translation.override(participant.registration.language):
        data = walk_in_sheet(
            participant,
            asked_for(participant),
            token=paper_link_of(participant.registration),
            now=timezone.now(),
        )
    return _paper(data, dated_name(slug, f"sheet-{number}", "pdf"))


@never_cache
@require_safe
def desk_sheet_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The day of whoever stands at the desk, in the person's language; its code opens pages: team only."""
    event, by, _service = at_desk(request, slug, Action.HANDLE_REGISTRATIONS)
    refuse_readers(event, by)
    participant = _participant(event, number)
    with translation.override(participant.registration.language):
        token = paper_link_of(participant.registration)
        data = printed_day_of(participant, token=token, now=timezone.now())
    return _paper(data, dated_name(slug, f"sheet-{number}", "pdf"))


def _paper(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
