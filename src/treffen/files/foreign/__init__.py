"""Files that other systems export, as events: programmes of conferences, and lists of meetings.

What an event has no place for is told, never dropped in silence.
"""

from treffen.files.foreign.dispatch import read_foreign
from treffen.files.foreign.programme import Frame

__all__ = ["Frame", "read_foreign"]
