"""Letters of matching, in the language of the registration."""
