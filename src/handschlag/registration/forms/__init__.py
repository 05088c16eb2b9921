"""Strings to clean values."""
