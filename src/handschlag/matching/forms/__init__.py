"""What people send: read, and nothing else."""
