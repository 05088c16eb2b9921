"""What this floor decides without asking anybody."""
