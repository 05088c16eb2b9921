"""Whom a version told, and why meetings differ."""

from __future__ import annotations

from django.db.models import Q

from handschlag.matching.models import Notice, Request, Service, TimetableVersion


def notices_of(version: TimetableVersion | None) -> list[Notice]:
    """The notices of this version in the order they were written; empty without a version.

    What changes stands in an email: it is read only for whoever is told by telephone.
    """
    if version is None:
        return []
    rows = Notice.objects.filter(version=version)
    on_paper, mailed = rows.filter(is_on_paper=True), rows.filter(is_on_paper=False).defer("changes")
    return sorted([*on_paper, *mailed], key=lambda one: one.pk)


def endings_of(service: Service) -> dict[int, tuple[str, str]]:
    """By request that is not held any more: its state, and the organisers' reason."""
    rows = Request.objects.filter(service=service).filter(
        Q(state__in=("withdrawn", "declined", "lapsed", "watched")) | Q(is_barred=True)
    )
    return {pk: (state, reason) for pk, state, reason in rows.values_list("pk", "state", "bar_reason")}
