"""What happens when there is ten times as much of everything: generated data, and what is asked of it."""
