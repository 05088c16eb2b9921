"""Whether a checked table can be applied as it stands."""

from __future__ import annotations

from handschlag.common.refusals import Refusal
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.models import Import, ImportAction
from handschlag.directory.queries.importing.readiness import has_work


def ready(of: Import) -> None:
    """Nothing, or the reason why the table cannot be applied as it stands."""
    counts = of.counts
    if counts.get(ImportAction.FAULTY):
        raise Refusal(ImportRefusal.FAULTS_LEFT, rows=counts[ImportAction.FAULTY])
    if counts.get(ImportAction.UNDECIDED):
        raise Refusal(ImportRefusal.UNDECIDED, rows=counts[ImportAction.UNDECIDED])
    if not has_work(counts):
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
