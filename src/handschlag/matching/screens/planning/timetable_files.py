"""The timetable as files: a line for each meeting, or one for each person for a mail merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.times import format_short_day, sortable_moment
from handschlag.matching.queries.display_names import Called
from handschlag.matching.queries.engine_input import EngineInput, EngineMeeting

FEWEST = 2  # people of a meeting
type _Ends = Mapping[tuple[int, datetime], datetime]


def lines_by_meeting(facts: EngineInput, people: Mapping[int, Called]) -> list[list[str]]:
    """Day and times, the meeting point, then name, organisation and address of each; with a head."""
    codes, ends = _codes_and_ends(facts)
    parties = {one.id: one.parties for one in facts.asked}
    held = _in_order(facts, codes)
    most = max((len(parties.get(one.request, ())) for one in held), default=FEWEST)
    head = [_("Date"), _("Begins"), _("Ends"), _("Meeting point")]
    for number in range(1, most + 1):
        said = {"n": number}
        head += [_("Person %(n)s") % said, _("Organisation %(n)s") % said, _("Email %(n)s") % said]
    head += [_("Time fixed"), _("Meeting point fixed")]
    rows = [head]
    for one in held:
        known = [people.get(pk) for pk in parties.get(one.request, ())]
        cells = [cell for who in known if who for cell in (who.name, who.organisation, who.email)]
        cells += [""] * (3 * most - len(cells))
        marks = [_("yes") if is_so else "" for is_so in (one.is_time_locked, one.is_place_pinned)]
        rows.append([*_times(one, ends), codes.get(one.place, ""), *cells, *marks])
    return rows


def lines_by_person(facts: EngineInput, people: Mapping[int, Called]) -> list[list[str]]:
    """Name, organisation, address, then every meeting as one text; who has none has a line too."""
    codes, ends = _codes_and_ends(facts)
    parties = {one.id: one.parties for one in facts.asked}
    days: dict[int, list[str]] = defaultdict(list)
    for one in _in_order(facts, codes):
        for pk in parties.get(one.request, ()):
            others = [people[other] for other in parties[one.request] if other != pk and other in people]
            days[pk].append(_said(one, others, codes.get(one.place, ""), ends))
    present = sorted(
        (who for who in people.values() if not who.has_left), key=lambda who: (who.surname, who.name)
    )
    most = max((len(days[who.id]) for who in present), default=0)
    head = [_("Name"), _("Organisation"), _("Email"), _("Number of meetings")]
    head += [_("Meeting %(n)s") % {"n": number} for number in range(1, most + 1)]
    rows = [[who.name, who.organisation, who.email, str(len(days[who.id])), *days[who.id]] for who in present]
    return [head, *(row + [""] * (len(head) - len(row)) for row in rows)]


def _codes_and_ends(facts: EngineInput) -> tuple[dict[int, str], _Ends]:
    codes = {row.pk: row.code for row in facts.places}
    return codes, {(run.id, one.starts_at): one.ends_at for run in facts.grid.runs for one in run.slots}


def _in_order(facts: EngineInput, codes: Mapping[int, str]) -> list[EngineMeeting]:
    return sorted(facts.held, key=lambda one: (one.starts_at, codes.get(one.place, "")))


def _times(one: EngineMeeting, ends: _Ends) -> list[str]:
    """Date, begin and end, as programs sort them."""
    end = ends.get((one.block, one.starts_at))
    return [*sortable_moment(one.starts_at).split(), sortable_moment(end).split()[1] if end else ""]


def _said(one: EngineMeeting, others: Sequence[Called], code: str, ends: _Ends) -> str:
    _date, begin, end = _times(one, ends)
    whom = "; ".join(f"{who.name} ({who.organisation})" if who.organisation else who.name for who in others)
    return f"{format_short_day(one.starts_at)}, {begin}–{end}, {code}: {whom}"
