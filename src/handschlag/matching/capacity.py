"""The capacity simulator, and as many tables as it was asked about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import count, islice
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.design.components.organiser import Capacity, CapacityChart, Mark, Point, Table, TableRow
from handschlag.design.fields import OneLine
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.editing import VenueRefusal
from handschlag.events.meeting_grid import meeting_grid_of
from handschlag.events.models import Block, BlockPlace, Event, Place, PlaceKind
from handschlag.events.venue.meeting_times import add_places
from handschlag.matching.access import FOLDER, event_for_team, require_team
from handschlag.matching.engine.capacity import (
    AWAY,
    FIRST_SEED,
    MOST_PEOPLE,
    CapacityProof,
    Evidence,
    Inputs,
    SampleResult,
    evidence_of,
    proof_of,
)
from handschlag.matching.missing import steps_of
from handschlag.matching.models import Participant, Service
from handschlag.matching.refusals import refusal_message
from handschlag.registration.registrations import get_confirmed


@transaction.atomic
def furnish(*, event_id: int, number: int, by: Subject, now: datetime) -> int:
    """Tables are added until there are so many places; none is taken away. How many were added."""
    require_team(by, event_id)
    taken = set(Place.objects.filter(event_id=event_id).values_list("code", flat=True))
    missing = number - len(taken)
    if missing <= 0:
        return 0
    codes = list(islice((f"T{at}" for at in count(1) if f"T{at}" not in taken), missing))
    return len(add_places(event_id=event_id, codes=codes, values={"kind": PlaceKind.TABLE}, by=by, now=now))


def first_inputs(event: Event, service: Service | None) -> dict[str, Any]:
    """What the event has by now; without slots or registrations, an event of a usual size."""
    grid = meeting_grid_of(event.pk)
    slots = [len(run.slots) for run in grid.runs if run.slots]
    people = get_confirmed(event.pk).count()
    wanted = service.wanted if service else 6
    return {
        "people": max(people, 2) if people else event.capacity or 126,
        "slots": ", ".join(map(str, slots)) or "6, 6",
        "wanted": wanted,
        "wished": number_format(wanted * 1.25, decimal_pos=1),
        "places": len(grid.spots) or 36,
    }


def capacity_screen(
    event: Event, service: Service | None, form: Form, *, inputs: Inputs | None, is_tried: bool
) -> dict[str, Any]:
    """Whether times and tables suffice; sampled events are drawn only if `is_tried`."""
    proof = proof_of(inputs) if inputs else None
    evidence = evidence_of(inputs) if inputs and is_tried and inputs.slots else None
    existing = count_places(event.pk)
    return {
        "steps": steps_of(event, service, current="capacity"),
        "form": form,
        "inputs": inputs,
        "proof": proof,
        "less": proof.places - 1 if proof and proof.places else 0,
        "seats": (proof.places - 1) * inputs.slots if inputs and proof and proof.places else 0,
        "evidence": evidence,
        "reached": _reached(evidence) if evidence else 0,
        "spare": inputs.places - evidence.enough if inputs and evidence and evidence.enough else 0,
        "chart": _chart_of(inputs, proof, evidence) if inputs and proof and evidence else None,
        "first": FIRST_SEED,
        "last": FIRST_SEED + evidence.samples - 1 if evidence else 0,
        "away": round(100 * AWAY),
        "existing": existing,
        "missing": max(0, inputs.places - existing) if inputs else 0,
    }


def _reached(evidence: Evidence) -> int:
    """Sample events that worked: with enough tables, or at most."""
    return max(row.reached for row in evidence.rows if evidence.enough in {None, row.places})


def _chart_of(inputs: Inputs, proof: CapacityProof, evidence: Evidence) -> CapacityChart:
    target = _("Wanted: %(n)s") % {"n": format_number(proof.meetings)}
    return CapacityChart(
        title=_("Meetings by the number of places"),
        alt=_(
            "Up to %(full)s tables, more tables mean more meetings, up to %(most)s. See the table "
            "for figures."
        )
        % {"full": evidence.full, "most": format_number(max(row.median for row in evidence.rows))},
        points=tuple(Capacity(row.places, row.seats, row.median, row.low, row.high) for row in evidence.rows),
        target=Point(proof.meetings, target),
        minimum=Point(proof.places, _("at least %(n)s") % {"n": proof.places}) if proof.places else None,
        choice=Point(inputs.places, _("your choice %(n)s") % {"n": inputs.places}),
        twin=_twin_of(inputs, proof, evidence),
    )


def _twin_of(inputs: Inputs, proof: CapacityProof, evidence: Evidence) -> Table:
    return Table(
        title=_("The same numbers as a table"),
        heads=(
            _("Tables"),
            _("Meeting capacity"),
            _("Meetings"),
            _("8 of 10 samples"),
            _("per person"),
            _("Unused"),
            _("Result"),
        ),
        rows=tuple(
            TableRow(
                cells=(
                    str(row.places),
                    format_number(row.seats),
                    format_number(row.median),
                    f"{format_number(row.low)}–{format_number(row.high)}",
                    number_format(2 * row.median / inputs.people, decimal_pos=1),
                    f"{round(100 * (1 - row.median / row.seats))} %",
                    _verdict(row, proof, evidence),
                ),
                is_chosen=row.places == inputs.places,
            )
            for row in evidence.rows
        ),
    )


def _verdict(row: SampleResult, proof: CapacityProof, evidence: Evidence) -> Mark:
    """The last one is the point: from there on people are full, not places."""
    if proof.places is None or row.places < proof.places:
        return Mark("bad", _("too few"))
    if evidence.full is not None and row.places > evidence.full:
        return Mark("free", _("no further gain"))
    if evidence.enough is None or row.places < evidence.enough:
        return Mark("wait", _("not in all samples"))
    if row.places == evidence.enough:
        return Mark("ok", _("barely enough"))
    return Mark("ok", _("reserve %(n)s") % {"n": row.places - evidence.enough})


def count_blocks(event_id: int) -> int:
    """Blocks of time slots of the event."""
    return Block.objects.filter(event_id=event_id).count()


def count_places(event_id: int) -> int:
    """Meeting points of the event."""
    return Place.objects.filter(event_id=event_id).count()


def count_open_places(event_id: int) -> int:
    """Meeting points that are open in a block."""
    return BlockPlace.objects.filter(block__event_id=event_id).values("place").distinct().count()


def count_people(service: Service | None) -> int:
    """Who takes part in matchmaking now."""
    return Participant.objects.filter(service=service, left_at=None).count() if service else 0


@never_cache
@require_safe
def capacity_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The proof stands at once; the samples are made when somebody asks."""
    event, by, service = event_for_team(request, slug)
    is_tried = "people" in request.GET
    first = first_inputs(event, service)
    form = CapacityForm(request.GET if is_tried else first)
    inputs = form.inputs() if form.is_valid() else None
    screen = capacity_screen(event, service, form, inputs=inputs, is_tried=is_tried)
    context = console_context(event, by, current="matching:set_up", screen=screen, service=service)
    return render(request, f"{FOLDER}/capacity.html", context)


@require_POST
def take_places(request: HttpRequest, slug: str) -> HttpResponse:
    """As many tables as were chosen, and on to the rules."""
    event, by, service = event_for_team(request, slug)
    form = CapacityForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Check your entries: with these numbers we cannot calculate a result."))
        return redirect("matching:capacity", slug=slug)
    try:
        made = furnish(event_id=event.pk, number=form.cleaned_data["places"], by=by, now=timezone.now())
    except Refusal as no:
        full = _("The event is fully booked.") if no.reason is VenueRefusal.FULL else refusal_message(no)
        messages.warning(request, full)
        return redirect("matching:capacity", slug=slug)
    text = ngettext("%(n)s table was added.", "%(n)s tables were added.", made) % {"n": made}
    messages.success(request, text)
    return redirect("matching:rules" if service else "matching:set_up", slug=slug)


def _count(label: Any, *, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint)


MOST_SLOTS: Final = 40


class CapacityForm(forms.Form):
    """What the simulator is asked."""

    people = _count(gettext_lazy("People in matchmaking"), least=2, most=MOST_PEOPLE)
    slots = OneLine(
        label=gettext_lazy("Time slots in each block"),
        max_length=40,
        help_text=gettext_lazy("For example 6, 6"),
    )
    wanted = _count(gettext_lazy("Average meetings per person"), least=1, most=40)
    wished = forms.DecimalField(
        label=gettext_lazy("Mutual wishes a person"),
        min_value=1,
        max_value=80,
        decimal_places=1,
        localize=True,
        help_text=gettext_lazy(
            "More than the number of meetings, because some requests cannot be scheduled."
        ),
    )
    places = _count(gettext_lazy("Tables available"), least=1, most=1500)

    def clean_slots(self) -> tuple[int, ...]:
        parts = self.cleaned_data["slots"].replace("+", ",").replace(";", ",").split(",")
        if not all(part.strip().isdecimal() for part in parts):
            raise forms.ValidationError(gettext_lazy("Enter numbers separated by commas, for example 6, 6."))
        numbers = tuple(int(part) for part in parts)
        if not 0 < sum(numbers) <= MOST_SLOTS or 0 in numbers:
            text = gettext_lazy("Enter 1 to %(most)s time slots in total, with at least one in each block.")
            raise forms.ValidationError(text, params={"most": MOST_SLOTS})
        return numbers

    def inputs(self) -> Inputs:
        found: Mapping[str, Any] = self.cleaned_data
        return Inputs(
            people=found["people"],
            blocks=found["slots"],
            wanted=found["wanted"],
            wished=round(found["wished"] * 10),
            places=found["places"],
        )
