"""One decision for many rows at once: a table of thousands is not decided row by row."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import move
from handschlag.common.table_import.models import AT_A_TIME
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.directory.actions.importing.checking import CHECKED, lacks_kind
from handschlag.directory.actions.importing.stages import hold_import
from handschlag.directory.models import Import, ImportAction, ImportRow, ImportState
from handschlag.directory.queries.importing.row_actions import LEAVE_OUT, NEW, SAME
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.import_fields import EntryField
from handschlag.directory.rules.imports.lexicon import KINDS


class ForAll(StrEnum):
    """What to do with all rows that wait for the same thing."""

    LEAVE_OUT_FAULTY = "leave_out_faulty"
    TAKE_AS_NEW = "take_as_new"
    TAKE_THE_LIKELIEST = "take_the_likeliest"
    SAY_THE_KIND = "say_the_kind"


@transaction.atomic
def decide_all(*, import_id: int, seen: int, choice: ForAll, by: Subject, kind: str = "") -> Import:
    """The rows have their decision, and the whole table waits to be checked again."""
    row = hold_import(import_id, by=by, states=CHECKED, seen=seen)
    undecided = row.rows.filter(verdict=ImportAction.UNDECIDED)
    if choice is ForAll.LEAVE_OUT_FAULTY:
        row.rows.filter(verdict=ImportAction.FAULTY).update(decision=LEAVE_OUT)
    elif choice is ForAll.TAKE_AS_NEW:
        undecided.update(decision=NEW)
    elif choice is ForAll.TAKE_THE_LIKELIEST:
        rows = list(undecided)
        for one in rows:
            one.decision = f"{SAME}{one.likely[0]['entry']}"
        ImportRow.objects.bulk_update(rows, ["decision"], batch_size=AT_A_TIME)
    else:
        _say_the_kind(row, kind)
    move(row, state=ImportState.CHECKING, job=None)
    return row


def _say_the_kind(of: Import, kind: str) -> None:
    if kind not in KINDS[Kind(of.kind)]:
        raise Refusal(ImportRefusal.NO_SUCH_ROW)
    rows = [row for row in of.rows.filter(verdict=ImportAction.FAULTY) if lacks_kind(row)]
    for row in rows:
        row.texts[EntryField.KIND.value] = kind
        row.mended = sorted({*row.mended, EntryField.KIND.value})
    ImportRow.objects.bulk_update(rows, ["texts", "mended"], batch_size=AT_A_TIME)
