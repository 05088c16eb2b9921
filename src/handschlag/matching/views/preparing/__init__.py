"""Pages of organisers before the event."""
