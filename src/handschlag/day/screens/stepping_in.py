"""An offer to meet somebody else now, as one of its two people reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_time
from handschlag.day.queries.stepping_in import Offer, offers_to
from handschlag.matching.models import Direction, Participant, Statement
from handschlag.matching.queries.partners import Partner, partners_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StandByCard:
    title: str
    who: str
    text: str
    until: str
    yes: str
    url: str
    has_said_yes: bool


def offers_of(participant: Participant, *, token: str, now: datetime) -> Sequence[StandByCard]:
    """Those that are open at `now`, each with the first need of the other person."""
    found = offers_to(participant, now=now)
    names = partners_of(one.other for one in found)
    rows = Statement.objects.filter(participant_id__in=names, direction=Direction.NEED)
    needs: dict[int, str] = {}
    for pk, text in rows.order_by("position", "pk").values_list("participant_id", "text"):
        needs.setdefault(pk, text)
    return tuple(_shown(one, names[one.other], needs.get(one.other, ""), token=token) for one in found)


def _shown(one: Offer, other: Partner, need: str, *, token: str) -> StandByCard:
    known = {"name": other.name, "until": format_time(one.ends_at), "place": one.place, "need": need}
    seeks = _("%(name)s is looking for: %(need)s") if need else ""
    if one.has_said_yes:
        until = _("You have said yes. The meeting takes place if %(name)s also says yes by %(until)s.")
    else:
        until = _("You both need to say yes by %(until)s.")
    return StandByCard(
        title=_("You are both free now"),
        who=_("%(name)s is free. %(sub)s") % {"name": other.name, "sub": other.sub},
        text=seeks % known,
        until=until % known,
        yes=_("Yes, at %(place)s") % known if one.place else _("Yes"),
        url=reverse("day:step_in", args=[token, one.id]),
        has_said_yes=one.has_said_yes,
    )
