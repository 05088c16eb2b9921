"""Letters of this floor."""
