"""What holds for this floor, in plain Python."""
