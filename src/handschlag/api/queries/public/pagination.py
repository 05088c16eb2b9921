"""Lists in parts: every list goes on after a stable id, so that nothing is read twice or left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db.models import Model, QuerySet

from handschlag.api.queries.public.shapes import Listing
from handschlag.api.rules.licences import Licence, licence_of


class UnknownValue(Exception):
    """A value of a parameter that does not exist; `places` are the parameters."""

    def __init__(self, *places: str) -> None:
        super().__init__(*places)
        self.places = places


def licence() -> Licence:
    """Of what networks and hosts enter: what the operator chose."""
    return licence_of(settings.DATA_LICENCE, operator=settings.OPERATOR_NAME)


def _begin_after(rows: QuerySet, after: str) -> int:
    """The number behind a stable id, within the database only; entries that are gone still have theirs."""
    if not after:
        return 0
    found = rows.filter(slug=after).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownValue("after")
    return int(found)


def page_of_ids[Entry: Model, Row](
    ids: Sequence[int],
    *,
    of: QuerySet,
    after: str,
    limit: int,
    show: Callable[[Sequence[int]], list[Row]],
) -> Listing[Row]:
    """A part of what was found; `show` makes the rows of a few ids."""
    ordered = sorted(ids)
    start = bisect_right(ordered, _begin_after(of, after))
    some = ordered[start : start + limit]
    is_last = start + limit >= len(ordered)
    last = None if is_last else of.filter(pk=some[-1]).values_list("slug", flat=True).get()
    return Listing(licence=licence(), total=len(ordered), after=last, rows=show(some))


def page_of_rows[Row](
    rows: Sequence[Row],
    *,
    key: Callable[[Row], str],
    after: str,
    limit: int,
    under: Licence,
) -> Listing[Row]:
    """The same for a list that is in memory as a whole."""
    places = {key(row): place for place, row in enumerate(rows)}
    if after and after not in places:
        raise UnknownValue("after")
    start = places[after] + 1 if after else 0
    some = list(rows[start : start + limit])
    is_last = start + limit >= len(rows)
    return Listing(licence=under, total=len(rows), after=None if is_last else key(some[-1]), rows=some)
