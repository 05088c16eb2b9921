"""What a browser gets from this floor."""
