"""Text in a table that a spreadsheet must not take for a formula."""

from handschlag.common.rules.cells import harmless

__all__ = ["harmless"]
