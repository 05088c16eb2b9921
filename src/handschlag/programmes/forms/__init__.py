"""What is typed on this floor."""
