"""One query or one action, and an answer."""
