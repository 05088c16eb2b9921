"""The capacity simulator: proof by counting, evidence by samples, never mixed."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from handschlag.design.components.charts import Capacity, CapacityChart, Point
from handschlag.design.components.organiser import Mark, Table, TableRow
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.matching.engine.capacity import (
    AWAY,
    FIRST_SEED,
    CapacityProof,
    Evidence,
    Inputs,
    SampleResult,
    evidence_of,
    proof_of,
)
from handschlag.matching.models import Service
from handschlag.matching.queries.preparing import count_places
from handschlag.matching.screens.preparing.steps import steps_of
from handschlag.registration.queries.lists import confirmed


def first_inputs(event: Event, service: Service | None) -> dict[str, Any]:
    """What the event has by now; without slots or registrations, an event of a usual size."""
    grid = meeting_grid_of(event.pk)
    slots = [len(run.slots) for run in grid.runs if run.slots]
    people = confirmed(event.pk).count()
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
