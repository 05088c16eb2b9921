"""What apps above may add to the directory."""
