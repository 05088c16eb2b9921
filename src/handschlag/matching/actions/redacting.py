"""What published files say about people who were erased goes out of them; the rest can still be checked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from handschlag.matching.engine.redaction import Redacted, redacted
from handschlag.matching.models import Participant, Run, Service, TimetableVersion


def redact(service: Service, people: Collection[int]) -> int:
    """The files of all versions and runs name no requirement of these participants; how many changed.

    The service is locked.
    """
    changed = 0
    for version in TimetableVersion.objects.filter(service=service).exclude(problem_json=""):
        found = redacted(version.problem_json, version.plan_json, people)
        if found is not None:
            values = {"problem_json": found.problem, "plan_json": found.plan}
            receipt = receipt_after(version.receipt, found)
            TimetableVersion.objects.filter(pk=version.pk).update(**values, receipt=receipt)
            changed += 1
    for run in Run.objects.filter(service=service).exclude(problem_json=""):
        found = redacted(run.problem_json, run.plan_json, people)
        if found is not None:
            Run.objects.filter(pk=run.pk).update(problem_json=found.problem, plan_json=found.plan)
            changed += 1
    return changed


def current(service: Service, problem: str, plan: str) -> Redacted | None:
    """Files that were made while people were erased, without them; None where nothing has to change.

    The service is locked, and has to be until they are stored.
    """
    rows = Participant.objects.filter(service=service).exclude(registration__erased_at=None)
    return redacted(problem, plan, set(rows.values_list("pk", flat=True)))


def remove_files(service: Service) -> None:
    """The people of the event are erased: the files go, what was proved about them stays in the receipts."""
    for version in TimetableVersion.objects.filter(service=service).exclude(problem_json=""):
        receipt = _without_files(version.receipt) if version.receipt else version.receipt
        TimetableVersion.objects.filter(pk=version.pk).update(problem_json="", plan_json="", receipt=receipt)
    Run.objects.filter(service=service).update(problem_json="", plan_json="")


def receipt_after(before: dict[str, Any], found: Redacted) -> dict[str, Any]:
    """The receipt of changed files, with how often they were changed; one that is still to be made stays so.

    Where the files can no longer be checked, what was proved before stays.
    """
    if not before:
        return before
    count = before.get("redacted", 0) + 1
    return {**(found.receipt or _without_files(before)), "redacted": count}


def _without_files(before: dict[str, Any]) -> dict[str, Any]:
    return {**before, "input": "", "plan": "", "has_files": False}
