"""What this floor does."""
