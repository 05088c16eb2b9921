"""The calendar room: entries in, an iCalendar file (RFC 5545) out. Nobody else meets its library."""

from handschlag.events.rules.calendar.nouns import Entry, Feed, Mailbox, Method, State
from handschlag.events.rules.calendar.writing import written

__all__ = ["Entry", "Feed", "Mailbox", "Method", "State", "written"]
