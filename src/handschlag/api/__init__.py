"""The interface for machines: agendas, events, and calls to other systems."""
