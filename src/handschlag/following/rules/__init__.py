"""What this app decides without a database."""
