"""Changes that were published without an editor, with what stood there before."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q

from handschlag.directory.models import Actor, Network, Revision, Story
from handschlag.directory.queries.entries import read
from handschlag.directory.rules.contents import Content, Kind

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unreviewed:
    """A change of one entry."""

    row: Revision
    kind: Kind
    title: str
    before: Content | None
    after: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    changes: tuple[_Unreviewed, ...]
    number: int
    pages: int
    total: int


def unreviewed_page(page: int) -> _Found:
    """The newest first."""
    rows = Revision.objects.filter(is_unreviewed=True).select_related("by").order_by("-at", "-pk")
    paginator = Paginator(rows, PAGE)
    shown = paginator.get_page(page)
    revisions = list(shown.object_list)
    before = {(row.kind, row.object_id, row.number): row for row in _predecessors(revisions)}
    titles = _titles_of(revisions)
    return _Found(
        changes=tuple(
            _Unreviewed(
                row=row,
                kind=Kind(row.kind),
                title=titles.get((row.kind, row.object_id), ""),
                before=_content(before.get((row.kind, row.object_id, row.number - 1))),
                after=read(Kind(row.kind), row.content),
            )
            for row in revisions
        ),
        number=shown.number,
        pages=paginator.num_pages,
        total=paginator.count,
    )


def _content(row: Revision | None) -> Content | None:
    return read(Kind(row.kind), row.content) if row is not None else None


def _predecessors(rows: list[Revision]) -> list[Revision]:
    wanted = Q(pk__in=[])
    for row in rows:
        wanted |= Q(kind=row.kind, object_id=row.object_id, number=row.number - 1)
    return list(Revision.objects.filter(wanted))


def _titles_of(rows: list[Revision]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for kind, model, title in (
        (Kind.NETWORK, Network, "name"),
        (Kind.ACTOR, Actor, "name"),
        (Kind.STORY, Story, "title_de"),
    ):
        ids = [row.object_id for row in rows if row.kind == kind.value]
        named = model._default_manager.filter(pk__in=ids).values_list("pk", title)  # noqa: SLF001
        found |= {(kind.value, pk): name for pk, name in named}
    return found
