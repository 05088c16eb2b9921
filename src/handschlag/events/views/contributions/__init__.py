"""The pages of contributions: proposed, changed by their speakers, reviewed and decided about."""
