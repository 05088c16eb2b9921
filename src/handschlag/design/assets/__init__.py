"""Style sheets and the files of others: what is served, and that it is unchanged."""
