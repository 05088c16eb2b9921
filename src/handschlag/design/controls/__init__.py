"""Form fields and how they are drawn."""
