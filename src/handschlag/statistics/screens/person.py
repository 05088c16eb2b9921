"""What is kept about one person, and the receipt when it is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.hooks.remainders import Remainder, registration_remainders
from handschlag.common.audit import verb_labels as trail_words
from handschlag.common.language import pick
from handschlag.common.times import format_short_moment
from handschlag.design.components.organiser import Mark, Table, TableRow
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.registration.models import Registration
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
    "notes": gettext_lazy("Private notes"),
    "stand_by": gettext_lazy("Replacement offers"),
    "stand_bys": gettext_lazy("Replacement offers"),
    "badges": gettext_lazy("Badges printed"),
    "purposes": gettext_lazy("Purposes of requests"),
    "links": gettext_lazy("Links to an account and an organisation"),
    "facts": gettext_lazy("Facts about the person"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonScreen:
    name: str
    sub: str
    kept: Table
    file_url: str
    send_url: str
    has_address: bool
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReceiptScreen:
    title: str
    answer: str
    tone: str
    entries: Table
    left: Table
    digest: str
    file_url: str
    back_url: str
    stays: Sequence[Remainder]


def person_screen(event: Event, registration: Registration, kept: Mapping[str, Any]) -> _PersonScreen:
    """How much is kept about the person, by kind, and how to hand it out or erase it."""
    return _PersonScreen(
        name=registration.name,
        sub=" · ".join(
            part
            for part in (
                registration.actor.name if registration.actor else registration.organisation,
                registration.email,
            )
            if part
        ),
        kept=Table(
            title=_("Stored data"),
            heads=(_("Kind"), _("Entries")),
            rows=tuple(TableRow(cells=(label, format_number(number))) for label, number in _counted(kept)),
        ),
        file_url=reverse("statistics:person_file", args=[event.slug, registration.pk]),
        send_url=reverse("statistics:person_send", args=[event.slug, registration.pk]),
        has_address=bool(registration.email),
        back_url=reverse("statistics:protection", args=[event.slug]),
    )


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


def receipt_screen(event: Event, proof: ErasureProof) -> _ReceiptScreen:
    """The certificate of an erasure, with whatever was left behind, if anything."""
    is_clean = not any(proof.left.values())
    return _ReceiptScreen(
        title=_("Certificate for registration %(number)s") % {"number": proof.number},
        answer=_("Nothing has been stored about this person since %(at)s.")
        % {"at": format_short_moment(proof.erased_at)}
        if is_clean
        else _("Some data has not been deleted. Please tell the operator."),
        tone="ok" if is_clean else "wait",
        entries=Table(
            title=_("Entries in the audit log"),
            heads=(_("Entry"), _("When"), _("Operation"), _("Reference number")),
            rows=tuple(
                TableRow(
                    cells=(
                        str(one.number),
                        format_short_moment(one.at),
                        trail_words.verb_label(one.verb),
                        one.request_id or "–",
                    )
                )
                for one in proof.entries
            ),
        ),
        left=_left_table(proof.left),
        digest=proof.digest,
        file_url=reverse("statistics:receipt_file", args=[event.slug, proof.number]),
        back_url=reverse("statistics:protection", args=[event.slug]),
        stays=tuple(registration_remainders),
    )


def _left_table(left: Mapping[str, int]) -> Table:
    def mark(number: int) -> Mark:
        return Mark("bad", _("left")) if number else Mark("done", _("gone"))

    return Table(
        title=_("Looked up just now"),
        heads=(_("Kind"), _("Entries"), _("Status")),
        rows=tuple(
            TableRow(cells=(str(KINDS[key]), format_number(number), mark(number)))
            for key, number in left.items()
        ),
    )


def receipt_data(event: Event, proof: ErasureProof, *, now: datetime) -> Mapping[str, Any]:
    """The receipt as a file: numbers and moments, no name."""
    return {
        "event": pick(event.title_de, event.title_en),
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
            for one in tuple(registration_remainders)
        ],
        "sha256": proof.digest,
    }
