"""What the pages of a person who takes part show."""
