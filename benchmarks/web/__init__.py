"""The platform under load: how fast it answers at full size, to how many, and what it never does."""
