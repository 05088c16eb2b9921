"""Texts for files: lines of characters that every program can read."""

from __future__ import annotations


def plain_text(text: str) -> str:
    """Line breaks and tabs stay, other spaces become plain ones, control characters go."""
    if text.isprintable():
        return text
    return "".join(
        c if c in "\n\t" or c.isprintable() else " " * c.isspace() for c in "\n".join(text.splitlines())
    )


def uri(text: str) -> str:
    """Without spaces and control characters, so that it cannot break a line of a file."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())
