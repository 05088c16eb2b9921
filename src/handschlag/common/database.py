"""What the database is asked beside rows: its time, its locks, whether it is there, and traces of rows.

What all hosts agree on: the time of the database.

Clocks of machines differ. Leases and due times are written by one host and read by another, so both take them
from here; on SQLite there is one host, and its clock is that time.

Whoever waits for the same thing gets it in the order in which they came.

PostgreSQL wakes everybody who waits for a row as soon as the row has changed, and the fastest wins; under
load somebody may lose for seconds. Its advisory locks keep a queue. SQLite's writers queue for the whole
file (`common.sqlite`), so there is nothing to do.

What the embedded database knows of its own tables.

Without it, SQLite takes the first index that fits: "is published" before "is a part of this one", and reads
ten thousand rows to find none. PostgreSQL looks after its statistics by itself.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections, transaction
from django.db.models import DateTimeField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Least, Now
from django.utils import timezone

from handschlag.common.sqlite.base import DatabaseWrapper as SQLiteWrapper

if TYPE_CHECKING:
    from handschlag.common.postgresql.base import DatabaseWrapper


def is_away(wrong: BaseException | None) -> TypeGuard[Exception]:
    """Whether this went wrong because there is no connection to the database any more, or none to be had.

    A lock that took too long or a full disk leaves the connection as it is: that is another fault.
    """
    if not isinstance(wrong, OperationalError | InterfaceError):
        return False
    return connection.connection is None or not connection.is_usable()


def planned_cursor(connection: Any) -> Any:
    """A cursor for a question that comes again in the same words, whose values may be sent apart from it."""
    ask = getattr(connection, "planned_cursor", connection.cursor)
    return ask()


def planning(connection: Any) -> Any:
    """The connection, but that all its cursors are for such questions."""
    return _Planning(connection) if hasattr(connection, "planned_cursor") else connection


class _Planning:
    def __init__(self, connection: DatabaseWrapper) -> None:
        self._connection = connection
        self.ops, self.features = connection.ops, connection.features  # asked for with each column

    def cursor(self) -> Any:
        return self._connection.planned_cursor()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


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


SPACE: Final = 0x48534C47  # the first half of the key, so that no other use of such locks meets ours
LARGEST: Final = 2**31  # numbers beyond share a turn, which costs time and nothing else


def take_turn(number: int) -> None:
    """Until the transaction ends. The row itself must be locked besides: this is no more than a queue."""
    if connection.vendor == "postgresql":
        with planned_cursor(connection) as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s::integer, %s::integer)", [SPACE, number % LARGEST]
            )


def wipe_log(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Nothing of what was deleted stands in the log of the embedded database; False where it still does.

    PostgreSQL keeps its log itself, and what archives of it hold is the operator's to delete.
    """
    connection = connections[using]
    return connection.truncate_log() if isinstance(connection, SQLiteWrapper) else True


def wipe_log_on_commit(using: str = DEFAULT_DB_ALIAS) -> None:
    """As soon as the erasure is written; where somebody is reading just then, a job does it soon after."""
    transaction.on_commit(partial(wipe_log, using), robust=True)


def gather() -> None:
    """Counts the rows of every index; for when many have been written."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
