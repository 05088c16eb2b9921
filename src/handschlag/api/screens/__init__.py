"""What this floor's pages show."""
