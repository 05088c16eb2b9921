"""How this floor answers."""
