"""Verbs: figures are kept, published and withdrawn."""
