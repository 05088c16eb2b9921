"""Rules of this floor: plain Python."""
