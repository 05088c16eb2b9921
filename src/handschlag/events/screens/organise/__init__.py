"""What organisers see."""
