"""What the pages of the editors show."""
