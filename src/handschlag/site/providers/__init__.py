"""Services outside the platform that an operator names in settings."""
