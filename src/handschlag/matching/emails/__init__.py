"""Letters about matching."""
