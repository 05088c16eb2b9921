"""Programme and time: what each choice costs in slots for meetings, and which meetings it endangers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day_and_time, local_date
from handschlag.design.components.participant import Move
from handschlag.events.queries.venue.meeting_grid import MeetingGrid
from handschlag.events.rules.blocks.slots import Slot
from handschlag.matching.models import Participant
from handschlag.matching.queries.free_slots import hours_of
from handschlag.matching.queries.names import names_in
from handschlag.registration.queries.programmes import Offer
from handschlag.registration.screens.sessions import choices_of, span


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
                (one, span(one), _price_words(one, slots), choices_of(form[f"wish_{one.id}"]))
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
        return _("uses no time slot")
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
    others = _("a meeting of other people")
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
