"""What decides about registrations, in plain Python."""
