"""The suite `recommend`: parts by name, each with a table of its own."""
