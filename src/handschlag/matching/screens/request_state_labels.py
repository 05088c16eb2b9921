"""One word for each state of a request, and the pair that stands beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from handschlag.matching.models import RequestState
from handschlag.matching.queries.own_requests import OwnRequest


def words_of(one: OwnRequest) -> tuple[str, str]:
    """The mark of the state and its words, as the person themselves sees it."""
    match one.state:
        case RequestState.ACCEPTED:
            return "meets", _("takes place")
        case RequestState.ROUND:
            return "asked", _("answered in the next round")
        case RequestState.WATCHED:
            return "clash", _("not possible yet")
        case RequestState.OPEN:
            if not one.is_mine:
                return "asked", _("your colleague has been asked")
            return ("asked", _("not answered yet")) if one.has_said_yes else ("invited", _("waiting for you"))
        case RequestState.DECLINED:
            return "empty", _("not this time")
        case RequestState.LAPSED:
            return "empty", _("never answered")
    return "empty", _("withdrawn")
