"""Which meetings did not take place, by what their people say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef

from handschlag.day.models import Mark, Signal, SignalKind
from handschlag.day.rules.marks import MarkSide, MeetingVerdict, verdict_of


def missed_among(requests: Collection[int]) -> frozenset[int]:
    """Those that somebody denies, and those that failed on the day with nobody saying otherwise since."""
    sides: dict[int, list[MarkSide]] = defaultdict(list)
    marks = Mark.objects.filter(request_id__in=requests)
    for pk, took_place, objected_at in marks.values_list("request_id", "took_place", "objected_at"):
        sides[pk].append(MarkSide(took_place=took_place, is_objected=objected_at is not None))
    verdicts = {pk: verdict_of(several) for pk, several in sides.items()}
    failed = {pk for pk in _reported_among(requests) if verdicts.get(pk) is not MeetingVerdict.HELD}
    denied = {pk for pk, one in verdicts.items() if one in {MeetingVerdict.NOT_HELD, MeetingVerdict.DISPUTED}}
    return frozenset(failed | denied)


def _reported_among(requests: Collection[int]) -> Collection[int]:
    """Somebody said on the day that nobody came, or that they cannot come, and did not take it back."""
    undone = Signal.objects.filter(
        kind=SignalKind.UNDONE,
        participant_id=OuterRef("participant_id"),
        request_id=OuterRef("request_id"),
        pk__gt=OuterRef("pk"),
    )
    kinds = (SignalKind.PARTNER_MISSING, SignalKind.CANNOT_COME)
    said = Signal.objects.filter(~Exists(undone), request_id__in=requests, kind__in=kinds)
    return set(said.values_list("request_id", flat=True))
