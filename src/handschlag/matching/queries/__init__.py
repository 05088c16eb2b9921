"""Questions about matching."""
