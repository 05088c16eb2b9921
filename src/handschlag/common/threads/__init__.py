"""What the threads of one process share: locks by key, and values worked out once."""
