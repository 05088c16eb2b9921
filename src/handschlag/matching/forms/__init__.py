"""What people type on pages of matching."""
