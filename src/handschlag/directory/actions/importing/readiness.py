"""Whether a checked table can be applied as it stands."""

from __future__ import annotations

from handschlag.common.refusals import Refusal
from handschlag.directory.models import Import, Verdict
from handschlag.directory.queries.importing.readiness import has_work
from handschlag.directory.rules.imports.refusals import ImportRefusal


def ready(of: Import) -> None:
    """Nothing, or the reason why the table cannot be applied as it stands."""
    counts = of.counts
    if counts.get(Verdict.FAULTY):
        raise Refusal(ImportRefusal.FAULTS_LEFT, rows=counts[Verdict.FAULTY])
    if counts.get(Verdict.UNDECIDED):
        raise Refusal(ImportRefusal.UNDECIDED, rows=counts[Verdict.UNDECIDED])
    if not has_work(counts):
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
