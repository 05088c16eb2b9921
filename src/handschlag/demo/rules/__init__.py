"""How an invented world is made: pure, seeded, the same on every machine."""
