"""Questions about what people follow."""
