"""What can be done on this floor."""
