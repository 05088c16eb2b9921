"""Solvers: rooms with no connecting doors. Each takes a Model and gives back arrays."""
