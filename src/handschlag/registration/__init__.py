"""Registration: people come to an event."""
