"""Partner search."""
