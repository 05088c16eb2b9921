"""Pages and forms of this floor."""
