"""Topic tables: somebody hosts, people join by wish, and whoever sits there meets at once.

Formation chooses which tables are held and who sits at them, and makes one ordinary request of each;
scheduling, verification, repair and the guarantee treat it as any other. Seats are taken and given
back one by one at the desk that answers requests.
"""

from treffen.topic_tables.formation import FormedTable, FormedTables, form_tables
from treffen.topic_tables.offer import SeatWish, TopicTable, request_of, table_faults
from treffen.topic_tables.seats import GivenUp, Left, TableFull, hold, join, leave

__all__ = [
    "FormedTable",
    "FormedTables",
    "GivenUp",
    "Left",
    "SeatWish",
    "TableFull",
    "TopicTable",
    "form_tables",
    "hold",
    "join",
    "leave",
    "request_of",
    "table_faults",
]
