"""The nouns of this floor."""

from handschlag.pages.models.reports import Report, ReportKind

__all__ = ["Report", "ReportKind"]
