"""Wishes come in as a list and go out as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.table_import.fault_messages import Messages, fault_message
from handschlag.common.table_import.rules.faults import CellFault, ImportFault
from handschlag.common.table_import.screens import column_views, field_labels
from handschlag.common.times import format_day_and_time
from handschlag.matching.models import RequestState, WishKind
from handschlag.matching.queries.wish_lists import SentWish
from handschlag.matching.rules.wish_lists import WISH_FIELDS, WishFault, WishImport

_MOST_SHOWN: Final = 200
_FAULTS: Final[Messages] = {
    CellFault.MISSING: gettext_lazy("This cell is empty."),
    CellFault.TOO_LONG: gettext_lazy("Enter no more than 200 characters."),
    WishFault.NOBODY: gettext_lazy("No participant has this address or number."),
    WishFault.OUTSIDE: gettext_lazy("This person is registered but not in matchmaking."),
    WishFault.NO_KIND: gettext_lazy("Enter must, want or maybe."),
    WishFault.THEMSELVES: gettext_lazy("Sender and recipient are the same person."),
    WishFault.TWICE: gettext_lazy("Row %(row)s has the same pair."),
    WishFault.NO_COLUMN: gettext_lazy("Not included"),
}
_KINDS: Final[Mapping[str, str | Promise]] = {
    WishKind.MUST: gettext_lazy("must"),
    WishKind.WANT: gettext_lazy("want"),
    WishKind.MAYBE: gettext_lazy("maybe"),
}


def trial_of(
    found: WishImport, *, rows: Sequence[Sequence[str]], columns: Mapping[int, str], packed: str
) -> dict[str, Any]:
    """What a file would bring: nothing while it has a fault; `packed` carries its rows on."""
    outside = [fault for fault in found.faults if fault.kind is WishFault.OUTSIDE]
    faults = [_fault_line(fault) for fault in found.faults if fault.kind is not WishFault.OUTSIDE]
    return {
        "answer": _answer_of(found),
        "outside": _outside_line(outside),
        "faulty": len({fault.cell.lstrip(ascii_uppercase) for fault in found.faults if _can_be_left(fault)}),
        "tone": "wait" if found.faults else "ok",
        "packed": packed,
        "columns": column_views(rows[0], rows[1:], columns),
        "labels": field_labels(WISH_FIELDS),
        "faults": faults[:_MOST_SHOWN],
        "hidden": max(0, len(faults) - _MOST_SHOWN),
        "expected": 0 if found.faults else found.sent,
    }


def _can_be_left(fault: ImportFault) -> bool:
    """Without a column no row can be read: leaving rows out does not help."""
    return fault.kind is not WishFault.NO_COLUMN


def _outside_line(faults: Sequence[ImportFault]) -> str:
    """All rows that wait for somebody to join, in one sentence; empty where there are none."""
    if not faults:
        return ""
    people = len({fault.value.lower() for fault in faults})
    rows = len({fault.cell.lstrip(ascii_uppercase) for fault in faults})
    text = ngettext(
        "%(people)s person on this list is registered but not in matchmaking; rows with them: %(rows)s.",
        "%(people)s people on this list are registered but not in matchmaking; rows with them: %(rows)s.",
        people,
    )
    return text % {"people": people, "rows": rows}


def _answer_of(found: WishImport) -> str:
    if found.faults:
        number = sum(fault.kind is not WishFault.OUTSIDE for fault in found.faults)
        if not number:
            return _("Nothing was sent: not everybody on the list takes part yet.")
        text = ngettext(
            "Nothing was sent: %(n)s error. Correct it in your file and upload it again.",
            "Nothing was sent: %(n)s errors. Correct them in your file and upload it again.",
            number,
        )
        return text % {"n": number}
    text = ngettext("%(n)s request would be sent.", "%(n)s requests would be sent.", found.sent)
    more = _("Meetings confirmed immediately: %(n)s.") % {"n": found.held} if found.held else ""
    return " ".join(filter(None, [text % {"n": found.sent}, more]))


def _fault_line(fault: ImportFault) -> tuple[ImportFault, str, str]:
    """What is at fault, the name of its column, and what is wrong with it."""
    known = fault.kind in _FAULTS
    words = fault_message(fault.kind, fault.details, _FAULTS) if known else refusal_message(fault.kind)
    return fault, field_labels(WISH_FIELDS).get(fault.field, _("the whole row")), words


def wish_lines(rows: Iterable[SentWish]) -> Iterator[Sequence[str]]:
    """A head that the import understands, and one line for each person who was asked."""
    yield (
        *(_("Sender"), _("Recipient"), _("Wish"), _("Purpose"), _("Status"), _("Sent on")),
        *(_("Number of the sender"), _("Name of the sender")),
        *(_("Number of the recipient"), _("Name of the recipient")),
    )
    for one in rows:
        yield (
            *(one.sender.email, one.receiver.email),
            str(_KINDS.get(one.kind, "")),
            *(one.purpose, str(_STATES[RequestState(one.state)]), format_day_and_time(one.sent_at)),
            *(str(one.sender.pk), one.sender.name),
            *(str(one.receiver.pk), one.receiver.name),
        )


_STATES: Final[Mapping[RequestState, str | Promise]] = {
    RequestState.OPEN: gettext_lazy("open"),
    RequestState.ACCEPTED: gettext_lazy("accepted"),
    RequestState.ROUND: gettext_lazy("waits for the next round"),
    RequestState.WATCHED: gettext_lazy("on the waiting list"),
    RequestState.DECLINED: gettext_lazy("declined"),
    RequestState.WITHDRAWN: gettext_lazy("withdrawn"),
    RequestState.LAPSED: gettext_lazy("expired"),
}
