"""When somebody can meet others; a change says what it endangers before it is confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day_and_time, format_time, format_weekday, local, local_date, zone
from handschlag.common.web import number_in, refusal_message, whole_number
from handschlag.design.components.participant import Move
from handschlag.events.meeting_grid import MeetingGrid, Slot, meeting_grid_of
from handschlag.matching import phases
from handschlag.matching.access import GET_OR_POST, UNFIT, require_self
from handschlag.matching.agreed_meetings import (
    apply_outside_changes,
    increase_revision,
    lock_service,
    look_again,
    participant_now,
)
from handschlag.matching.engine.admission import CachedController, controller_for, spot_of
from handschlag.matching.models import Blocked, Meeting, Participant, RequestState, Service
from handschlag.matching.names import names_in
from handschlag.matching.participant_pages import for_participants, shell_of
from handschlag.matching.people import Hours
from handschlag.matching.phases import phase_of
from handschlag.matching.refusals import MatchingRefusal
from handschlag.registration import changes, models
from handschlag.registration.models import Registration, SeatState, SessionChoice, SessionWish
from handschlag.registration.places import lock_registration
from handschlag.registration.registering.form import days_between, moment
from handschlag.registration.registration_data import COLUMNS, RegistrationData
from handschlag.registration.sessions import Offer, choosable, field_options, span


def hours_of(service: Service, ids: Collection[int]) -> dict[int, Hours]:
    """Eight queries, however many people."""
    grid = meeting_grid_of(service.event_id)
    blocked: dict[int, set[datetime]] = defaultdict(set)
    for owner, at in Blocked.objects.filter(participant_id__in=ids).values_list(
        "participant_id", "starts_at"
    ):
        blocked[owner].add(at)
    musts = _musts_of(ids)
    rows = Participant.objects.filter(pk__in=ids).select_related("registration")
    agreed = Count("parties", filter=Q(parties__request__state=RequestState.ACCEPTED), distinct=True)
    return {
        row.pk: Hours(
            free=_free_slots(grid, row, blocked=blocked[row.pk], musts=musts[row.registration_id]),
            agreed=row.agreed,
            most=min((one for one in (row.most, service.most) if one is not None), default=None),
        )
        for row in rows.annotate(agreed=agreed)
    }


def has_stated_times(me: Participant) -> bool:
    """Whether somebody has said when they come and go, what they hear, or what they keep free."""
    registration = me.registration
    return bool(
        registration.arrives_at
        or registration.leaves_at
        or registration.choices.exists()
        or me.blocked.exists()
    )


def _musts_of(ids: Collection[int]) -> dict[int, set[int]]:
    """By registration: the sessions that somebody must hear."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = SessionChoice.objects.filter(registration__matching__in=ids, wish=SessionWish.MUST).exclude(
        seat=SeatState.WAITING
    )
    for owner, session in rows.values_list("registration_id", "session_id"):
        found[owner].add(session)
    return found


def _free_slots(
    grid: MeetingGrid, row: Participant, *, blocked: Collection[datetime], musts: Collection[int]
) -> frozenset[datetime]:
    arrives, leaves = row.registration.arrives_at, row.registration.leaves_at
    talks = [one for one in grid.talks if one.id in musts]
    return frozenset(
        slot.starts_at
        for run in grid.runs
        for slot in run.slots
        if (arrives is None or slot.starts_at >= arrives)
        and (leaves is None or slot.ends_at <= leaves)
        and slot.starts_at not in blocked
        and not any(slot.overlaps(talk.starts_at, talk.ends_at) for talk in talks)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """`talks` maps sessions to must or like; `blocked` are beginnings of slots that stay free."""

    arrives_at: datetime | None
    leaves_at: datetime | None
    has_lunch: bool
    talks: Mapping[int, str]
    blocked: frozenset[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shift:
    """A meeting that would stand elsewhere."""

    request: int
    before: datetime
    after: datetime


@transaction.atomic
def change_times(
    *,
    participant_id: int,
    seen: int,
    times: Times,
    accepts: Collection[int],
    is_confirmed: bool,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> tuple[int, ...]:
    """The times are these; the requests whose meetings are lost by that, no others than were accepted.

    What the change would endanger or move is refused as `ENDANGERS` with all of it, until it is confirmed.
    """
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    lock_registration(participant.registration_id)  # the event first, as everywhere
    service = lock_service(participant.service_id)
    if not phases.may_describe(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    with controller_for(service) as kept:
        apply_outside_changes(service, kept, now=now)
    _write_times(service, participant, times, seen=seen, has_link=has_link, by=by, now=now)
    with controller_for(service) as kept:
        shifts = _shifts_of(kept)
        if (kept.lost or shifts) and not (is_confirmed and set(kept.lost) <= set(accepts)):
            raise Refusal(MatchingRefusal.ENDANGERS, lost=kept.lost, shifts=shifts)
        lost = apply_outside_changes(service, kept, now=now)
    look_again(service, now=now)
    audit.record(verb="matching.times_changed", target=participant, by_id=by.user_id, now=now)
    return lost


def _shifts_of(kept: CachedController) -> tuple[_Shift, ...]:
    spots = [spot_of(kept, one) for one in kept.shifted]
    before = dict(
        Meeting.objects.filter(request_id__in=[one.request for one in spots]).values_list(
            "request_id", "starts_at"
        )
    )
    return tuple(
        _Shift(request=one.request, before=before[one.request], after=one.starts_at)
        for one in spots
        if before[one.request] != one.starts_at
    )


def _write_times(
    service: Service,
    participant: Participant,
    times: Times,
    *,
    seen: int,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> None:
    known = {slot.starts_at for run in meeting_grid_of(service.event_id).runs for slot in run.slots}
    if not times.blocked <= known:
        raise Refusal(MatchingRefusal.NOT_A_SLOT)
    _write_registration(participant.registration, times, seen=seen, has_link=has_link, by=by, now=now)
    before = set(participant.blocked.values_list("starts_at", flat=True))
    participant.blocked.filter(starts_at__in=before - times.blocked).delete()
    new = sorted(times.blocked - before)
    Blocked.objects.bulk_create([Blocked(participant=participant, starts_at=at) for at in new])
    if before != times.blocked:
        increase_revision(service, structure=True)


def _write_registration(
    registration: Registration, times: Times, *, seen: int, has_link: bool, by: Subject, now: datetime
) -> None:
    """Arrival, departure, lunch and talks belong to the registration; where nothing differs it stays."""
    facts = _facts_of(registration, times)
    chosen = dict(registration.choices.values_list("session_id", "wish"))
    same = all(
        getattr(registration, name) == getattr(times, name)
        for name in ("arrives_at", "leaves_at", "has_lunch")
    )
    if same and chosen == dict(times.talks):
        return
    changes.change(registration_id=registration.pk, seen=seen, facts=facts, has_link=has_link, by=by, now=now)


def _facts_of(registration: Registration, times: Times) -> RegistrationData:
    """Everything that the registration says, with other times."""
    plain = {name: getattr(registration, name) for name in COLUMNS}
    plain |= {
        "speaks": tuple(registration.speaks),
        "arrives_at": times.arrives_at,
        "leaves_at": times.leaves_at,
        "has_lunch": times.has_lunch,
    }
    valid = registration.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    return RegistrationData(**plain, wishes=dict(times.talks), consents=frozenset(valid))


TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TimesForm(forms.Form):
    """`slots` are the beginnings of all slots of the event."""

    has_lunch = forms.BooleanField(label=_("I will be there for lunch."), required=False)

    def __init__(
        self,
        *args: Any,
        first: date,
        last: date,
        offers: Mapping[int, Offer],
        slots: Iterable[datetime],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.offers = offers
        self.days = days_between(first, last)
        for name, label in (("arrives", _("Time of arrival")), ("leaves", _("Time of departure"))):
            if len(self.days) > 1:
                self.fields[f"{name}_day"] = forms.ChoiceField(
                    label=_("Day of arrival") if name == "arrives" else _("Day of departure"),
                    choices=[
                        ("", _("same as the event")),
                        *((one.isoformat(), format_weekday(one)) for one in self.days),
                    ],
                    required=False,
                )
            self.fields[f"{name}_time"] = forms.TimeField(label=label, required=False, widget=TIME)
        for pk in offers:
            self.fields[f"wish_{pk}"] = forms.ChoiceField(
                choices=models.WISHES, required=False, widget=forms.RadioSelect
            )
        self.fields["blocked"] = forms.TypedMultipleChoiceField(
            label=_("Keep free"),
            choices=[(at.isoformat(), format_time(at)) for at in slots],
            coerce=datetime.fromisoformat,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        for name in ("arrives", "leaves"):
            self.cleaned_data[f"{name}_at"] = self.moment_of(name)
        arrives_at, leaves_at = self.cleaned_data["arrives_at"], self.cleaned_data["leaves_at"]
        if arrives_at and leaves_at and leaves_at <= arrives_at:
            self.add_error("leaves_time", _("The departure must be after the arrival."))
        return self.cleaned_data

    def moment_of(self, name: str) -> datetime | None:
        at = self.cleaned_data.get(f"{name}_time")
        chosen = self.cleaned_data.get(f"{name}_day")
        if at is None:
            return None
        day = date.fromisoformat(chosen) if chosen else self.days[0 if name == "arrives" else -1]
        if name == "leaves" and at.hour < 6:
            day += timedelta(days=1)
        found = moment(day, at, zone())
        if found is None:
            self.add_error(
                f"{name}_time",
                _("This time does not exist because the clocks go forward. Enter another time."),
            )
        return found

    def times(self) -> Times:
        """Everything as one value; only for a form that is valid."""
        given = self.cleaned_data
        return Times(
            arrives_at=given["arrives_at"],
            leaves_at=given["leaves_at"],
            has_lunch=given["has_lunch"],
            talks={pk: given[f"wish_{pk}"] for pk in self.offers if given[f"wish_{pk}"]},
            blocked=frozenset(given["blocked"]),
        )


def initial_times(participant: Participant) -> dict[str, Any]:
    """What was said before."""
    registration = participant.registration
    given: dict[str, Any] = {"has_lunch": registration.has_lunch}
    for name in ("arrives", "leaves"):
        at = getattr(registration, f"{name}_at")
        if at is not None:
            there = local(at)
            night = name == "leaves" and there.hour < 6
            given[f"{name}_time"] = there.time()
            given[f"{name}_day"] = (there.date() - timedelta(days=int(night))).isoformat()
    for session, wish in registration.choices.values_list("session_id", "wish"):
        given[f"wish_{session}"] = wish
    given["blocked"] = [at.isoformat() for at in participant.blocked.values_list("starts_at", flat=True)]
    return given


def times_screen(
    me: Participant, form: Form, *, grid: MeetingGrid, offers: Mapping[int, Offer]
) -> dict[str, Any]:
    """The person's times by day, and how many meetings they leave room for."""
    names = [name for name in form.fields if name.endswith(("_day", "_time"))]
    return {
        "form": form,
        "times": [form[name] for name in names],
        "days": _days_of(form, grid=grid, offers=offers),
        "hours": hours_of(me.service, [me.pk])[me.pk],
        "zone": me.service.event.time_zone,
        "version": me.registration.version,
    }


def _days_of(form: Form, *, grid: MeetingGrid, offers: Mapping[int, Offer]) -> list[dict[str, Any]]:
    """Sessions to choose with their price, and slots to keep free with what lies in them."""
    slots = sorted((slot for run in grid.runs for slot in run.slots), key=lambda one: one.starts_at)
    boxes = {str(one.data["value"]): one for one in form["blocked"].subwidgets}
    moments = [one.starts_at for one in offers.values()] + [one.starts_at for one in slots]
    return [
        {
            "day": day,
            "talks": [
                (one, span(one), _price_words(one, slots), field_options(form[f"wish_{one.id}"]))
                for one in offers.values()
                if local_date(one.starts_at) == day
            ],
            "slots": [
                (one, boxes[one.starts_at.isoformat()], _beside(one, offers))
                for one in slots
                if local_date(one.starts_at) == day
            ],
        }
        for day in sorted({local_date(at) for at in moments})
    ]


def _price_words(offer: Offer, slots: Iterable[Slot]) -> str:
    cost = sum(1 for one in slots if one.overlaps(offer.starts_at, offer.ends_at))
    if not cost:
        return gettext("uses no time slot")
    return ngettext(
        "a “must attend” session uses %(n)s time slot", "a “must attend” session uses %(n)s time slots", cost
    ) % {"n": cost}


def _beside(slot: Slot, offers: Mapping[int, Offer]) -> str:
    beside = (one for one in offers.values() if slot.overlaps(one.starts_at, one.ends_at))
    return ", ".join(pick(one.title_de, one.title_en) for one in beside)


def danger_of(
    me: Participant, lost: Iterable[int], shifts: Iterable[tuple[int, datetime, datetime]]
) -> dict[str, Any]:
    """In the names of those whom it concerns, as far as they are one's own meetings."""
    gone, moves = list(lost), list(shifts)
    names = names_in([*gone, *(request for request, _before, _after in moves)], me)
    others = gettext("a meeting of other people")
    return {
        "lost": tuple(names.get(pk, others) for pk in gone),
        "moved": tuple(
            Move(
                title=names.get(request, others),
                old=format_day_and_time(before),
                new=format_day_and_time(after),
            )
            for request, before, after in moves
        ),
        "accepts": ",".join(map(str, sorted(gone))),
    }


@require_http_methods(GET_OR_POST)
@for_participants
def times_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The form for one's times; asks first where a change would end or move agreed meetings."""
    event = participant.service.event
    grid, offers = meeting_grid_of(event.pk), choosable(event.pk)
    form = TimesForm(
        request.POST if request.method == "POST" else None,
        initial=initial_times(participant),
        first=event.first_day,
        last=event.last_day,
        offers=offers,
        slots=sorted(slot.starts_at for run in grid.runs for slot in run.slots),
    )
    danger, fault = None, ""
    if form.is_bound and form.is_valid():
        danger, fault = _saved(request, participant, form)
        if danger is None and not fault:
            messages.success(request, gettext("Your times are saved."))
            has_wished = participant.wished_at is not None
            return redirect("matching:day" if has_wished else "matching:recommended", token=token)
    context = {
        "screen": times_screen(participant, form, grid=grid, offers=offers),
        "shell": shell_of(participant, token, current=None, now=timezone.now()),
        "token": token,
        "danger": danger,
        "fault": fault,
    }
    status = UNFIT if form.is_bound and danger is None else 200
    return render(request, "matching/people/time.html", context, status=status)


def _saved(
    request: HttpRequest, participant: Participant, form: TimesForm
) -> tuple[dict[str, Any] | None, str]:
    """Nothing: it is saved. Otherwise what it would endanger, or why it is not possible."""
    accepts = [whole_number(part) for part in request.POST.get("accepts", "")[:2000].split(",")]
    try:
        change_times(
            participant_id=participant.pk,
            seen=number_in(request.POST, "seen"),
            times=form.times(),
            accepts=accepts,
            is_confirmed="confirm" in request.POST,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    except Refusal as no:
        if no.reason is MatchingRefusal.ENDANGERS:
            shifts = [(one.request, one.before, one.after) for one in no.details["shifts"]]
            return danger_of(participant, no.details["lost"], shifts), ""
        # What registering refuses is called the same here.
        own = next(one for one in MatchingRefusal if one.value == no.reason.value)
        return None, refusal_message(own)
    return None, ""
