"""Tags of the pages of registration."""
