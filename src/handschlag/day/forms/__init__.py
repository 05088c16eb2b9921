"""Forms of the day: strings to clean values."""
