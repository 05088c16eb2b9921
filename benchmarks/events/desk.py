"""Measures a reception at full size: a list of 1,000 people imported, their badges, the desk's pages."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.events import world
from benchmarks.tables import Row

PEOPLE = 1_000
HEAD: Row = ("task", "people", "seconds", "work s", "goal s", "")
ABOUT = (
    "A reception of 1,000 people, brought by one list; each task once. `work` is the processor's time of "
    "this process; the goals are by the clock."
)
FIRST_NAMES = ("Ada", "Bo", "Cem", "Dörte", "Émile", "Frieda", "Gül", "Henrik", "Ines", "Jörg")
SURNAMES = ("Lindqvist", "Mustermann-Oberhausen", "von der Heide", "Öztürk", "Kowalski", "Weißgerber")


def report_rows() -> list[Row]:
    """One row for each task; nothing is kept between them but the people."""
    from handschlag.accounts.policy import Role, Subject
    from handschlag.events.models import Event

    event = Event.objects.get(slug=world.SLUG)
    by = Subject(user_id=None, roles=frozenset({Role.ADMINISTRATOR}))
    state: dict[str, Any] = {}
    tasks: dict[str, tuple[float, Callable[[], object]]] = {
        "list read, checked and shown": (5, lambda: state.update(row=checked(event, by))),
        "list applied": (5, lambda: applied(state["row"], by)),
        "badges, four on a sheet": (10, lambda: badges(event, "a4")),
        "badges, one on a sheet": (10, lambda: badges(event, "a6")),
        "list for the desk, PDF": (10, lambda: desk_list(event)),
        "desk, somebody searched": (0.05, lambda: desk(event, "lindqist ada")),
        "300 check-ins in one batch": (5, lambda: check_ins(event, by)),
    }
    return [row_of(name, goal, task) for name, (goal, task) in tasks.items()]


def row_of(name: str, goal: float, task: Callable[[], object]) -> Row:
    began, worked = time.perf_counter(), time.process_time()
    task()
    took, work = time.perf_counter() - began, time.process_time() - worked
    verdict = "kept" if took <= goal else "MISSED"
    return (name, str(PEOPLE), f"{took:.2f}", f"{work:.2f}", f"{goal:g}", verdict)


def people() -> bytes:
    """The file: invented people of 200 organisations, a few of whom resemble each other."""
    dice = random.Random(1)
    lines = ["Name;E-Mail;Organisation;Telefon;Ort"]
    for number in range(PEOPLE):
        name = f"{dice.choice(FIRST_NAMES)} {dice.choice(SURNAMES)}"
        firm = number % 200
        lines.append(f"{name} {number % 70};p{number}@firma{firm}.example;Firma {firm} GmbH;;Kassel")
    return "\n".join(lines).encode()


def checked(event: Any, by: Any) -> Any:
    from handschlag.registration.people_imports import actions
    from handschlag.registration.people_imports.pages import people_list_screen

    row = actions.upload(event_id=event.pk, content=people(), file_name="people.csv", by=by, now=world.NOW)
    columns: Mapping[int, str] = {int(index): fact for index, fact in row.columns.items()}
    row = actions.choose_columns(list_id=row.pk, seen=row.version, columns=columns, by=by)
    people_list_screen(event, row)
    return row


def applied(row: Any, by: Any) -> None:
    from handschlag.registration.people_imports import actions

    actions.apply(list_id=row.pk, seen=row.version, expected=PEOPLE, by=by, now=world.NOW)


def badges(event: Any, paper: str) -> None:
    from handschlag.registration.badges import badge_text_of, printed_badges
    from handschlag.registration.badges import get_badge_people as coming

    words = badge_text_of(coming(event.pk), on=event.first_day)
    assert len(words) == PEOPLE
    printed_badges(event, words, paper=paper, language="de", now=world.NOW)


def desk_list(event: Any) -> None:
    from handschlag.registration.badges import get_badge_people as coming
    from handschlag.registration.badges import printed_people

    printed_people(event, coming(event.pk), language="de", now=world.NOW)


def desk(event: Any, query: str) -> None:
    from handschlag.registration.check_in import check_in_entries, check_in_screen

    entries = check_in_entries(event.pk)
    check_in_screen(event, entries, query=query, who=0, page="1", is_team=True, now=world.NOW)


def check_ins(event: Any, by: Any) -> None:
    import uuid

    from handschlag.registration import check_in
    from handschlag.registration.check_in import Arrival, check_in_entries

    arrivals = [
        Arrival(key=str(uuid.UUID(int=number)), code=one.code, is_undone=False, at=world.NOW)
        for number, one in enumerate(check_in_entries(event.pk)[:300])
    ]
    check_in.record_check_ins(event_id=event.pk, arrivals=arrivals, by=by, now=world.NOW)
