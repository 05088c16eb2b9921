"""Whole events, from the first look at a list to the last meeting, with invented people."""
