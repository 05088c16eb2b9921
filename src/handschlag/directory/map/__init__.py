"""The map of Germany: who is where, and small maps inside other pages."""
