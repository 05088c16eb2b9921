"""The real networks and what else comes with the platform: published facts, each with its source."""
