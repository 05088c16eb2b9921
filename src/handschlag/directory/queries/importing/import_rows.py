"""The rows of an import, a page at a time, and the entries that they mean."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Q

from handschlag.directory.models import DOING, Actor, Import, ImportAction, ImportRow, Network
from handschlag.directory.queries.entries import SORTS
from handschlag.directory.rules.contents import Kind

PAGE = 25


class Show(StrEnum):
    """Which rows somebody wants to see."""

    OPEN = "open"
    ALL = "all"
    NEW = "new"
    CHANGED = "changed"
    JOINS = "joins"
    PROPOSES = "proposes"
    PROJECTS = "projects"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"


WAITING = (ImportAction.FAULTY, ImportAction.UNDECIDED)


def rows_of(of: Import, show: Show, *, page: int) -> Page[ImportRow]:
    """`PAGE` rows to a page, in the order of the table; a page past the end is the last one."""
    rows = of.rows.order_by("number")
    if show is Show.OPEN:
        rows = rows.filter(verdict__in=WAITING)
    elif show is not Show.ALL:
        rows = rows.filter(verdict=show.value)
    return Paginator(rows, PAGE).get_page(page)


def done_rows(of: Import, *, page: int) -> Page[ImportRow]:
    """What the import did, without the rows for which there was nothing to do."""
    return Paginator(of.rows.filter(verdict__in=DOING).order_by("number"), PAGE).get_page(page)


def entries_of(kind: Kind, ids: Iterable[int]) -> dict[int, Actor | Network]:
    """The entries with these ids, as far as they are still there."""
    found = SORTS[kind].model._default_manager.in_bulk(sorted(set(ids)))  # noqa: SLF001
    return {pk: entry for pk, entry in found.items() if isinstance(entry, Actor | Network)}


def faulty_rows(of: Import) -> tuple[ImportRow, ...]:
    """All of them, for a list to take away."""
    return tuple(of.rows.filter(verdict=ImportAction.FAULTY).order_by("number"))


def touched_rows(of: Import) -> tuple[ImportRow, ...]:
    """Those that are faulty, or were mended on the page."""
    return tuple(of.rows.filter(Q(verdict=ImportAction.FAULTY) | ~Q(mended=[])).order_by("number"))
