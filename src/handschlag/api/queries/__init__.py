"""What this floor answers."""
