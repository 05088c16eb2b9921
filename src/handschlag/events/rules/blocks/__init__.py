"""The time grid of meetings as values: slots, capacity, and how they interlock with the programme."""
