"""What is done with registrations."""
