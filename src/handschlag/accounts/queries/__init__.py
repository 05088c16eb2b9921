"""Questions about accounts."""

from handschlag.accounts.queries.subjects import subject_of

__all__ = ["subject_of"]
