"""Verbs of hall plan, exhibition and time grid."""
