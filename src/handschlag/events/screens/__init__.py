"""What the pages about events show."""
