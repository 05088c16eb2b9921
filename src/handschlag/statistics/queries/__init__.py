"""Questions: what is counted of an event."""
