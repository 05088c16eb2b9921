"""Tags that the templates of all floors may load."""
