"""Verbs: to follow, to choose how to be told, to tell."""
