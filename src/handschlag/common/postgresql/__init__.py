"""PostgreSQL: Django's own backend, which keeps questions and asks less often if the database is there."""
