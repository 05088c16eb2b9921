"""Whether the time of an answer tells that somebody would rather not meet the one who asks."""
