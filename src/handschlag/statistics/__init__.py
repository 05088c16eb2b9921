"""Who met whom: the report of an event, its public statistics, what happens to personal data, and years."""
