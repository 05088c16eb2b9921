"""From scores to lists: whom each person should look at, why, and why not somebody else."""
