"""What the pages of this floor show."""
