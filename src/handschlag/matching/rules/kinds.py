"""What kinds there are and how a sentence is read, as the recommendation reads it."""

from __future__ import annotations

from treffen.language.kind_names import StatementKind as Kind
from treffen.language.kinds import kind_read

__all__ = ["Kind", "kind_read"]
