"""Forms of matching: strings to clean values."""
