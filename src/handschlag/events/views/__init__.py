"""Answers about events."""
