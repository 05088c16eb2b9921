"""What one page of accounts shows."""
