"""Invented events, seeded and documented, so that every measured figure can be rebuilt."""

from treffen.generation.families import base, size_of, tight, two_sided

__all__ = ["base", "size_of", "tight", "two_sided"]
