"""Pages on which a table is brought in, looked through, mended, applied and taken back."""
