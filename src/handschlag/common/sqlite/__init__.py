"""SQLite as the embedded database: Django's own backend, with writers that queue."""
