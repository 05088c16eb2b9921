"""What the pages of the demo show."""
