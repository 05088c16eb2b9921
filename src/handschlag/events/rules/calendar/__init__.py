"""The calendar room: entries in, an iCalendar file (RFC 5545) out. Nobody else meets its library."""

from handschlag.events.rules.calendar.entries import CalendarStatus, Entry, Feed, Mailbox, Method
from handschlag.events.rules.calendar.writing import written

__all__ = ["CalendarStatus", "Entry", "Feed", "Mailbox", "Method", "written"]
