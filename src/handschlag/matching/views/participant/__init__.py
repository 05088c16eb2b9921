"""Pages of a person who takes part."""
