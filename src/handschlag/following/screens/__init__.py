"""What the pages of this floor show beyond their rows."""
