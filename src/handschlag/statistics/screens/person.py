"""What is kept about one person, and the receipt when it is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.hooks.remainders import registration_remainders
from handschlag.common.audit.verb_labels import verb_label
from handschlag.common.times import format_short_moment
from handschlag.design.components.organiser import Mark, Table, table_of
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.statistics.queries.protection import ErasureProof

KINDS: Final[Mapping[str, Promise | str]] = {
    "sessions": gettext_lazy("Sessions chosen"),
    "consents": gettext_lazy("Consents"),
    "badge_printed_at": gettext_lazy("Badges printed"),
    "check_ins": gettext_lazy("Check-ins"),
    "statements": gettext_lazy("Offers and needs"),
    "kept_free": gettext_lazy("Times kept free"),
    "wishes": gettext_lazy("Wishes"),
    "requests": gettext_lazy("Requests and meetings"),
    "signals": gettext_lazy("Reports on the event day"),
    "marks": gettext_lazy("Feedback on meetings"),
    "outcomes": gettext_lazy("Results of meetings"),
    "devices": gettext_lazy("Devices for push messages"),
    "notes": gettext_lazy("Private notes"),
    "stand_by": gettext_lazy("Replacement offers"),
    "stand_bys": gettext_lazy("Replacement offers"),
    "badges": gettext_lazy("Badges printed"),
    "purposes": gettext_lazy("Purposes of requests"),
    "links": gettext_lazy("Links to an account and an organisation"),
    "facts": gettext_lazy("Facts about the person"),
}


def kept_table(kept: Mapping[str, Any]) -> Table:
    """How much is kept about a person, by kind."""
    rows = ((label, format_number(number)) for label, number in _counted(kept))
    return table_of(_("Stored data"), (_("Kind"), _("Entries")), rows)


def _counted(kept: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """How much of each kind; contents are for the person, not for this page."""
    plain = [value for value in kept.values() if not isinstance(value, list | Mapping)]
    yield str(KINDS["facts"]), sum(value not in (None, "", False) for value in plain)
    for key, value in kept.items():
        if isinstance(value, Mapping):
            yield from ((name, number) for name, number in _counted_lists(value))
        elif isinstance(value, list) and key in KINDS:
            yield str(KINDS[key]), len(value)


def _counted_lists(kept: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    return (
        (str(KINDS[key]), len(value))
        for key, value in kept.items()
        if key in KINDS and isinstance(value, list)
    )


def receipt_screen(proof: ErasureProof) -> dict[str, Any]:
    """The certificate of an erasure, with whatever was left behind, if anything."""
    rows = (
        (str(one.number), format_short_moment(one.at), verb_label(one.verb), one.request_id or "–")
        for one in proof.entries
    )
    heads = (_("Entry"), _("When"), _("Operation"), _("Reference number"))
    return {
        "is_clean": not any(proof.left.values()),
        "entries": table_of(_("Entries in the audit log"), heads, rows),
        "left": _left_table(proof.left),
        "stays": registration_remainders,
    }


def _left_table(left: Mapping[str, int]) -> Table:
    def mark(number: int) -> Mark:
        return Mark("bad", _("left")) if number else Mark("done", _("gone"))

    rows = ((str(KINDS[key]), format_number(number), mark(number)) for key, number in left.items())
    return table_of(_("Looked up just now"), (_("Kind"), _("Entries"), _("Status")), rows)


def receipt_data(event: Event, proof: ErasureProof, *, now: datetime) -> Mapping[str, Any]:
    """The receipt as a file: numbers and moments, no name."""
    return {
        "event": event.title,
        "registration": proof.number,
        "erased_at": proof.erased_at.isoformat(),
        "looked_up_at": now.isoformat(),
        "entries": [
            {
                "number": one.number,
                "at": one.at.isoformat(),
                "verb": one.verb,
                "reference_number": one.request_id,
            }
            for one in proof.entries
        ],
        "left": dict(proof.left),
        "stays": [
            {"what": str(one.what), "why": str(one.why), "until": str(one.until)}
            for one in registration_remainders
        ],
        "sha256": proof.digest,
    }
