"""What the public pages of events show."""
