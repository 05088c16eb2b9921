"""Other software for events beside the platform, on the same machine and by the same asking process."""
