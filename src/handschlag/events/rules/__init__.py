"""What holds for events, without a database."""
