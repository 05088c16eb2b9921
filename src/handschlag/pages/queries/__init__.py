"""What this floor asks."""
