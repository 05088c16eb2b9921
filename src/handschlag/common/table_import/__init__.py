"""Tables that people bring: read, their columns guessed, faults at their cells, corrected, applied whole.

What a table may hold is declared by whoever takes it: fields, and what a row does. See `rules/fields.py`.
"""
