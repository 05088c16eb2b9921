"""What the views of this app and of apps above share, and what takes a request."""
