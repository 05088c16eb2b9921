"""What all hosts agree on: the time of the database.

Clocks of machines differ. Leases and due times are written by one host and read by another, so both take them
from here; on SQLite there is one host, and its clock is that time.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Least, Now
from django.utils import timezone

from handschlag.common.database.planning import planned_cursor


def database_now() -> datetime:
    """This moment, also inside a transaction that began long ago."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with planned_cursor(connection) as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def at_once(now: datetime) -> datetime | Combinable:
    """A due time for what is to be done now, by a host whose clock may be ahead of all others.

    As an expression it costs no question of its own; where a clock is behind, its own time is due already.
    """
    if connection.vendor != "postgresql":
        return now
    return Least(Value(now, output_field=DateTimeField()), Now())
