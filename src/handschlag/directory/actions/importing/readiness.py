"""Whether a checked table can be applied as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handschlag.common.refusals import Refusal
from handschlag.directory.models import Import, Verdict
from handschlag.directory.rules.imports.refusals import ImportRefusal

WORK = frozenset({Verdict.NEW, Verdict.CHANGED, Verdict.JOINS, Verdict.PROPOSES, Verdict.PROJECTS})


def has_work(counts: Mapping[str, Any]) -> bool:
    """Whether applying would change anything."""
    return any(counts.get(name) for name in (*WORK, "memberships", "taken"))


def ready(of: Import) -> None:
    """Nothing, or the reason why the table cannot be applied as it stands."""
    counts = of.counts
    if counts.get(Verdict.FAULTY):
        raise Refusal(ImportRefusal.FAULTS_LEFT, rows=counts[Verdict.FAULTY])
    if counts.get(Verdict.UNDECIDED):
        raise Refusal(ImportRefusal.UNDECIDED, rows=counts[Verdict.UNDECIDED])
    if not has_work(counts):
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
