"""A new incident, as organisers type it: kept first, then computed."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import clock_of, local_date, zone
from handschlag.day import incidents, proposals
from handschlag.day.control import CURRENT, back_to_control, on_the_day
from handschlag.day.incident_cards import SHORT
from handschlag.day.incidents import NEEDED, IncidentSubject
from handschlag.day.models import REAL, Incident, IncidentKind
from handschlag.day.participant_pages import UNFIT
from handschlag.design.components.parts import Link
from handschlag.events.console import console_context
from handschlag.events.models import Place, Room, Session
from handschlag.events.moments import OddMoment, moment_at
from handschlag.matching.engine_input import living
from handschlag.matching.models import Service
from handschlag.matching.refusals import plan_refusal_message


def subjects_for(service: Service, kind: IncidentKind) -> list[tuple[int, str]]:
    """Keys and names, in the order in which somebody looks for them; one query."""
    event_id = service.event_id
    if kind is IncidentKind.PLACE_LOST:
        return list(Place.objects.filter(event_id=event_id).values_list("pk", "code"))
    if kind is IncidentKind.ROOM_LOST:
        rooms = Room.objects.filter(event_id=event_id)
        return [(row.pk, pick(row.name_de, row.name_en)) for row in rooms]
    if kind is IncidentKind.OVERRUN:
        talks = Session.objects.filter(event_id=event_id, starts_at__isnull=False, is_cancelled=False)
        return [(row.pk, pick(row.title_de, row.title_en)) for row in talks]
    people = living(service).order_by("registration__name", "pk")
    rows = people.values_list("pk", "registration__name", "registration__organisation")
    return [(pk, f"{name}, {organisation}" if organisation else name) for pk, name, organisation in rows]


UNTIL_NEEDED: Final = {IncidentKind.LATE, IncidentKind.OVERRUN}
UNTIL_ASKED: Final = {*UNTIL_NEEDED, IncidentKind.PLACE_LOST, IncidentKind.ROOM_LOST}
LABELS: Final = {
    "participant_id": _("Who?"),
    "place_id": _("Which table?"),
    "room_id": _("Which room?"),
    "session_id": _("Which talk?"),
}


class IncidentForm(forms.Form):
    """What happened to whom or what, from when, and until when."""

    subject = forms.TypedChoiceField(coerce=int)
    from_at = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    until_at = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Empty: for the rest of the day."),
    )
    is_supposed = forms.BooleanField(
        label=_("Simulation only: nothing is sent"), required=False, widget=forms.CheckboxInput
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: IncidentKind,
        choices: list[tuple[int, str]],
        now: datetime,
        **more: Any,
    ) -> None:
        first = {"from_at": clock_of(now)}
        super().__init__(data, initial={**first, **more.pop("initial", {})}, **more)
        self.kind, self.day = kind, local_date(now)
        subject = self.fields["subject"]
        assert isinstance(subject, forms.TypedChoiceField)
        subject.label = LABELS[NEEDED[kind]]
        subject.choices = [("", "–"), *choices]
        self.fields["until_at"].required = kind in UNTIL_NEEDED
        if kind in UNTIL_NEEDED:
            self.fields["until_at"].help_text = ""
        if kind not in UNTIL_ASKED:
            del self.fields["until_at"]
        if kind is IncidentKind.NO_SHOW:
            del self.fields["is_supposed"]

    def clean_from_at(self) -> datetime:
        return self.moment(self.cleaned_data["from_at"])

    def clean_until_at(self) -> datetime | None:
        found: time | None = self.cleaned_data["until_at"]
        return None if found is None else self.moment(found)

    def moment(self, at: time) -> datetime:
        try:
            return moment_at(self.day, at, zone())
        except OddMoment as fault:
            text = _(
                "The clocks change that night, so this time does not exist or exists twice. Enter "
                "another time."
            )
            raise forms.ValidationError(text) from fault

    def about(self) -> IncidentSubject:
        return IncidentSubject(**{NEEDED[self.kind]: self.cleaned_data["subject"]})


def kind_links(slug: str, kind: IncidentKind, *, is_supposed: bool) -> tuple[Link, ...]:
    """The form of each kind; no-shows are not to be supposed, so they are no choice then."""
    url, more = reverse("day:new", args=[slug]), "&supposed=1" if is_supposed else ""
    return tuple(
        Link(label=str(SHORT[one]), url=f"{url}?kind={one.value}{more}", is_current=one is kind)
        for one in REAL
        if not (is_supposed and one is IncidentKind.NO_SHOW)
    )


def _kind_in(text: str) -> IncidentKind:
    return IncidentKind(text) if text in REAL else IncidentKind.LATE


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_incident_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for an incident; it leads to the control room, where the incident is open."""
    event, by, service = on_the_day(request, slug)
    kind, is_supposed = _kind_in(request.GET.get("kind", "")), request.GET.get("supposed") == "1"
    data = request.POST if request.method == "POST" else None
    form = IncidentForm(
        data,
        kind=kind,
        choices=subjects_for(service, kind),
        now=timezone.now(),
        initial={"is_supposed": is_supposed},
    )
    if data is not None and form.is_valid():
        try:
            incident = _opened(service, form, by=by)
        except Refusal as no:
            messages.error(request, plan_refusal_message(no.reason))
            return redirect(request.get_full_path())
        _compute(request, incident, by=by)
        return back_to_control(slug, incident.pk)
    context = console_context(
        event,
        by,
        current=CURRENT,
        kinds=kind_links(slug, kind, is_supposed=is_supposed),
        kind=kind,
        form=form,
        is_supposed=is_supposed,
    )
    return render(request, "day/new.html", context, status=200 if data is None else UNFIT)


def _opened(service: Service, form: IncidentForm, *, by: Subject) -> Incident:
    said = form.cleaned_data
    return incidents.open_incident(
        service_id=service.pk,
        kind=form.kind,
        about=form.about(),
        from_at=said["from_at"],
        until_at=said.get("until_at"),
        is_supposed=said.get("is_supposed", False),
        by=by,
        now=timezone.now(),
    )


def _compute(request: HttpRequest, incident: Incident, *, by: Subject) -> None:
    """Whatever comes of it, the incident is kept."""
    try:
        proposals.propose(incident_id=incident.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
