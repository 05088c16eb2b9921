"""What people write on this floor's pages."""
