"""What the demo asks the database."""
