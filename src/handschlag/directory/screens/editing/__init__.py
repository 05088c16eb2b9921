"""What the pages show on which entries are edited."""
