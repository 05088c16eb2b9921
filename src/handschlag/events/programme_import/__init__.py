"""Programme import."""
