"""What the directory does in the background; importing this room registers it."""

from handschlag.directory.jobs import duplicates, imports, retention

__all__ = ["duplicates", "imports", "retention"]
