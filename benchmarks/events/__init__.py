"""A conference at full size: how long the server works for each of its public pages and files."""
