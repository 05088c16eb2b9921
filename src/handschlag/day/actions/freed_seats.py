"""Who cannot come to a topic table frees the seat for whoever waits; nobody has to repair anything."""

from __future__ import annotations

from datetime import datetime

from handschlag.day.models import Signal
from handschlag.matching.actions.table_seats import give_up_seat
from handschlag.matching.models import Service
from handschlag.matching.queries.tables import open_table_of, people_at
from handschlag.matching.rules.tables import FEWEST


def free_seat(service: Service, signal: Signal, *, now: datetime) -> bool:
    """Whether the seat is given up: at a table that goes on without the person. The service is locked.

    Where too few would stay, or the host is the one, it is an incident like any other.
    """
    table = open_table_of(signal.request_id) if signal.request_id else None
    if table is None or table.host_id == signal.participant_id:
        return False
    people = people_at(table)
    if signal.participant_id not in people or len(people) <= FEWEST:
        return False
    give_up_seat(service, table, signal.participant, now=now)
    return True
