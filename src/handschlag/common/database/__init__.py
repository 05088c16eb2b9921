"""How the database is asked."""
