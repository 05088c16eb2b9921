"""What pages of registration show."""
