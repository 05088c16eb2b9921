"""Which file it is, what its columns hold, what each cell says, and what is wrong with it."""
