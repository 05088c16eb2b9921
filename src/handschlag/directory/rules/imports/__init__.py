"""Reads tables of actors and networks: which file, which columns, what each row says, and whom it means."""
