"""What the public reads about events."""
