"""What is typed on the day."""
