"""Tags of this floor's pages."""
