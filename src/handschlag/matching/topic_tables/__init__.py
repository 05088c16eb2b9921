"""Topic tables."""
