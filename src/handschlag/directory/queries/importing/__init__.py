"""Questions about tables that people bring: what their words mean here, and what they would change."""
