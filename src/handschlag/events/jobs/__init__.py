"""What the events do in the background; importing this room registers it."""

from handschlag.events.jobs import notices, retention, venue

__all__ = ["notices", "retention", "venue"]
