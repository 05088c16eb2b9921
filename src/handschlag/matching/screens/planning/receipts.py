"""The receipt as pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_moment
from handschlag.design.components.organiser import Receipt, ReceiptLine
from handschlag.design.components.parts import Link
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.models import Run, TimetableVersion
from handschlag.matching.screens.planning import explanations


def receipt_of(event: Event, version: TimetableVersion) -> Receipt:
    """What was verified at publishing; without stored files there is no command to repeat it."""
    found = version.receipt
    lines = [
        ReceiptLine(
            label=_("Version"),
            value=f"{version.number}, {format_moment(version.published_at)}",
        ),
        ReceiptLine(label=_("Meetings"), value=format_number(found["meetings"])),
        *(_goal_line(one) for one in found["goals"]),
        ReceiptLine(
            label=_("Independent check"),
            value=_("%(n)s rules, code of its own") % {"n": format_number(found["rules"])},
        ),
        ReceiptLine(label=_("Random seed"), value=str(found["seed"])),
        *_file_lines(found),
        ReceiptLine(label=_("Programs"), value=_programs(found["versions"])),
    ]
    has_files = found.get("has_files", True)
    flag = "" if found.get("has_reasons") else " --no-reasons"  # meetings that no run has planned lack them
    url = reverse("matching:receipt", args=[event.slug, version.number, "zip"])
    return Receipt(
        title=_("Verification record"),
        verdict=_("0 violations"),
        lines=lines,
        command=f"treffen verify problem.json plan.json{flag}" if has_files else "",
        download=Link(label=_("Verification record and data (pseudonymous)"), url=url) if has_files else None,
    )


def draft_receipt(meetings: int, run: Run | None, *, broken: int) -> Receipt:
    """What would be published now: goals and bounds are known where it is an adopted run's plan as it is."""
    summary = run.summary if run else {"goals": ()}
    violations = ngettext("%(n)s violation", "%(n)s violations", broken) % {"n": format_number(broken)}
    lines = [
        ReceiptLine(label=_("Meetings"), value=format_number(meetings)),
        *(_goal_line({**one, "verdict": ""}) for one in summary["goals"]),
    ]
    if run is None:
        lines.append(ReceiptLine(label=_("Goals"), value=_("are measured when it is published")))
    return Receipt(title=_("Check before publishing"), verdict=violations, lines=lines, is_valid=not broken)


def _file_lines(found: Mapping[str, Any]) -> list[ReceiptLine]:
    """By which hashes the files are known, and that people who were erased went out of them."""
    if not found.get("has_files", True):
        return [ReceiptLine(label=_("Files"), value=_("deleted, because people in them were deleted"))]
    lines = [
        ReceiptLine(label=_("Input"), value=_short(found["input"]), is_code=True),
        ReceiptLine(label=_("Plan file"), value=_short(found["plan"]), is_code=True),
    ]
    if count := found.get("redacted", 0):
        said = ngettext(
            "checked again after the deletion of %(n)s person, without their requirements",
            "checked again after the deletion of %(n)s people, without their requirements",
            count,
        )
        lines.append(ReceiptLine(label=_("Changed"), value=said % {"n": format_number(count)}))
    return lines


def _goal_line(one: Mapping[str, Any]) -> ReceiptLine:
    is_more_better = one["goal"] == "value"  # of every other goal, less is better
    words = _("%(value)s of at most %(bound)s") if is_more_better else _("%(value)s (at least %(bound)s)")
    value = words % {"value": format_number(one["value"]), "bound": format_number(one["bound"])}
    gap = abs(one["bound"] - one["value"])
    is_proved = not gap and one["verdict"] != "on_trust"
    return ReceiptLine(
        label=explanations.short_goal(one["goal"]),
        value=value,
        proof=_("optimal") if is_proved else "",
        bound="" if is_proved else _("gap %(n)s") % {"n": format_number(gap)},
    )


def _short(digest: str) -> str:
    """The ends of a hash, as people compare it."""
    text = digest.removeprefix("sha256:")
    return f"{text[:4]} {text[4:8]} … {text[-4:]}"


def _programs(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {versions[name]}" for name in ("treffen", "highspy") if name in versions)
