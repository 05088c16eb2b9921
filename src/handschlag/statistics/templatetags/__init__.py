"""What this floor's templates draw."""
