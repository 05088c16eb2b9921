"""A plan for other systems: as a `schedule.json`, which programme apps show, and as a list of meetings."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from treffen.files.atomic import write_text
from treffen.files.planbook.view import View
from treffen.files.reading import Labels
from treffen.files.sheets.csv_folder import guarded
from treffen.files.sheets.lists import join
from treffen.files.sheets.names import folded
from treffen.files.sheets.writing import EXCEL
from treffen.problem import EntityKind, Problem, SlotId
from treffen.timetable import Plan

HEAD = ("Meeting ID", "Title", "Host", "Guest", "Status", "Date", "Start time", "End time", "Location")
AND = " \N{EN DASH} "
EMPTY: dict[str, object] = {
    "url": "",
    "subtitle": "",
    "language": "",
    "track": None,
    "abstract": "",
    "description": "",
    "links": [],
}
"""What readers of such files expect of every session, and meetings do not have."""
Times = tuple[datetime, datetime]
Rooms = dict[str, list[dict[str, object]]]


def has_times(problem: Problem) -> bool:
    """Whether all slots have a start and an end, without which there is no schedule."""
    return all(slot.start is not None and slot.end is not None for slot in problem.slots)


def write_schedule(path: str | Path, problem: Problem, *, plan: Plan, labels: Labels) -> None:
    """Write the meetings as sessions of a `schedule.json`, places as rooms; whole or not at all.

    The same plan gives the same ids. The event must have times (`has_times`), and the plan be one that the
    verifier accepts. Raises `OSError`.
    """
    view = View(problem, plan, labels=labels, language="en")
    space = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:treffen:{plan.problem}")
    rank = {person.id: n for n, person in enumerate(problem.participants, 1)}
    days: dict[str, Rooms] = {}
    for number, held in enumerate(view.held, 1):
        start, end = _times(view, held.slots)
        room = view.name(EntityKind.PLACE, held.meeting.place)
        people = [view.name(EntityKind.PARTICIPANT, id) for id in held.people]
        minutes = int((end - start).total_seconds()) // 60
        session: dict[str, object] = {
            "id": number,
            "guid": str(uuid.uuid5(space, held.request.id)),
            "date": start.isoformat(),
            "start": start.strftime("%H:%M"),
            "duration": f"{minutes // 60:02}:{minutes % 60:02}",
            "room": room,
            "slug": f"meeting-{number}",
            "title": labels.get((EntityKind.REQUEST, held.request.id)) or AND.join(people),
            "type": "meeting",
            "persons": [
                {"id": rank[id], "code": id, "name": name, "public_name": name}
                for id, name in zip(held.people, people, strict=True)
            ],
            **EMPTY,
        }
        days.setdefault(start.date().isoformat(), {}).setdefault(room, []).append(session)
    write_text(Path(path), json.dumps(_schedule(view, days), ensure_ascii=False, indent=1) + "\n")


def _schedule(view: View, days: dict[str, Rooms]) -> dict[str, object]:
    """The whole of the file around its sessions."""
    every = sorted(days)
    conference = {
        "acronym": "meetings",
        "title": view.problem.title or "Meetings",
        "start": every[0] if every else "",
        "end": every[-1] if every else "",
        "daysCount": len(every),
        "timeslot_duration": "00:05",
        "rooms": [{"name": view.name(EntityKind.PLACE, place.id)} for place in view.problem.places],
        "days": [_day(n, day, days[day]) for n, day in enumerate(every, 1)],
    }
    return {"schedule": {"version": view.plan.problem, "conference": conference}}


def _day(number: int, date: str, rooms: Rooms) -> dict[str, object]:
    """One day around its sessions, from the first start to the last end."""
    times = [_span(session) for sessions in rooms.values() for session in sessions]
    first, last = min(start for start, _ in times), max(end for _, end in times)
    ends = {"day_start": first.isoformat(), "day_end": last.isoformat()}
    return {"index": number, "date": date, **ends, "rooms": rooms}


def _span(session: dict[str, object]) -> Times:
    start = datetime.fromisoformat(str(session["date"]))
    hours, minutes = str(session["duration"]).split(":")
    return start, start + timedelta(hours=int(hours), minutes=int(minutes))


def _times(view: View, slots: tuple[SlotId, ...]) -> Times:
    first, last = (view.problem.slots[view.order[slots[at]]] for at in (0, -1))
    assert first.start is not None
    assert last.end is not None
    return first.start, last.end


def write_meeting_list(path: str | Path, problem: Problem, *, plan: Plan, labels: Labels) -> None:
    """Write the meetings as CSV, one a row, in columns that networking platforms know; whole or not at all.

    As our other CSV: with a byte order mark and semicolons. The first person is the host. Times stay
    empty where the event has none. Raises `OSError`.
    """
    mark, separator, end = EXCEL
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerow(HEAD)
    view = View(problem, plan, labels=labels, language="en")
    for row in _rows(view):
        writer.writerow(guarded(cell) for cell in row)
    write_text(Path(path), mark + text.getvalue())


def _rows(view: View) -> Iterator[tuple[str, ...]]:
    is_timed = has_times(view.problem)
    names = {person.id: view.name(EntityKind.PARTICIPANT, person.id) for person in view.problem.participants}
    count = Counter(map(folded, names.values()))
    called = {id: f"{name} ({id})" if count[folded(name)] > 1 else name for id, name in names.items()}
    for held in view.held:
        host, *guests = (called.get(id, id) for id in held.people)
        when = ("", "", "")
        if is_timed:
            start, end = _times(view, held.slots)
            when = (start.date().isoformat(), start.strftime("%H:%M"), end.strftime("%H:%M"))
        title = view.labels.get((EntityKind.REQUEST, held.request.id), "")
        place = view.name(EntityKind.PLACE, held.meeting.place)
        yield (held.request.id, title, host, join(guests) if guests else "", "accepted", *when, place)
