"""What became of answers: the guarantee, or why not yet and what can be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day_and_time
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.inbox import waiting_for
from handschlag.matching.queries.own_requests import OwnRequest, held_now, own_requests_with
from handschlag.matching.screens.clashes import clash_of, ways_of
from handschlag.matching.screens.request_state_labels import words_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import checked_at, held_words


def results_screen(
    participant: Participant, *, ids: Collection[int], token: str, now: datetime
) -> dict[str, Any]:
    """What came of the answers to these requests, and how many still wait."""
    found = own_requests_with(participant, ids)
    results = results_of(participant, found, token=token, now=now)
    waiting = waiting_for(participant)
    return {
        "shell": shell_of(participant, token, current=Tab.INBOX, now=now, waiting=waiting),
        "title": _title_of(results),
        "results": results,
        "waiting": waiting,
    }


def results_of(
    participant: Participant, found: Sequence[OwnRequest], *, token: str, now: datetime
) -> tuple[dict[str, Any], ...]:
    """What became of each, in the same order."""
    held = held_now(participant) if any(one.spot for one in found) else (0, 0)
    return tuple(_result_of(participant, one, held, token=token, now=now) for one in found)


def _title_of(results: Sequence[dict[str, Any]]) -> str:
    """The answer itself, where there is one."""
    if len(results) == 1:
        match results[0]["kind"]:
            case "held":
                return _("You meet %(name)s.") % {"name": results[0]["one"].names}
            case "clash":
                return _("Not possible yet, but there are options")
        return _("Your answer has been saved.")
    if not results:
        return _("There is nothing to answer here.")
    return ngettext("%(n)s answer received.", "%(n)s answers received.", len(results)) % {"n": len(results)}


def _result_of(
    participant: Participant, one: OwnRequest, held: tuple[int, int], *, token: str, now: datetime
) -> dict[str, Any]:
    if one.state == RequestState.ACCEPTED and one.spot is not None:
        return _guaranteed(participant, one, held, token=token, now=now)
    if one.state == RequestState.WATCHED:
        return _refused(participant, one, token=token, now=now)
    pair, word = words_of(one)
    return {"kind": "note", "one": one, "pair": pair, "word": word, "text": _note_of(participant, one)}


def _guaranteed(
    participant: Participant, one: OwnRequest, held: tuple[int, int], *, token: str, now: datetime
) -> dict[str, Any]:
    own, everybody = held
    assert one.spot is not None
    words = {"own": own, "all": everybody, "when": checked_at(one.tried_at, now)}
    own_text = ngettext(
        "Guaranteed: this is your first confirmed meeting.",
        "Guaranteed: all %(own)s of your confirmed meetings fit into the timetable.",
        own,
    )
    checked = _("Checked %(when)s together with all %(all)s meetings of the event.")
    return {
        "kind": "held",
        "one": one,
        "text": f"{own_text} {checked}" % words,
        "when": held_words(one.spot, participant.service, now=now),
        "room_url": reverse("day:online", args=[token, one.uid]) if one.spot.is_online else "",
        "undo": Link(
            label=_("Withdraw your yes"), url=reverse("matching:withdraw", args=[token, one.request])
        ),
    }


def _refused(participant: Participant, one: OwnRequest, *, token: str, now: datetime) -> dict[str, Any]:
    return {
        "kind": "clash",
        "one": one,
        "when": checked_at(one.tried_at, now),
        "clash": clash_of(participant, one),
        "ways": ways_of(participant, one, token=token),
    }


def _note_of(participant: Participant, one: OwnRequest) -> str:
    """What happens next, and to whom."""
    match one.state:
        case RequestState.ROUND:
            return round_words(participant)
        case RequestState.OPEN if one.has_said_yes and not one.is_sender:
            return _("You have said yes. Once all the others have, we check it and tell you.")
        case RequestState.OPEN if one.is_later:
            return _("You can find it in your requests under “Later”. The other person is not told.")
        case RequestState.OPEN if one.is_sender:
            return _("No answer yet. No time is reserved for it.")
        case RequestState.DECLINED:
            return _("%(name)s gets a polite message without a reason.") % {"name": one.names}
        case RequestState.WITHDRAWN:
            return _("This request has been withdrawn.")
    return ""


def round_words(participant: Participant) -> str:
    """When both learn the result: the day of the next round, if it is set."""
    at = participant.service.next_round_at
    if at is None:
        return _("You have both said yes. You get the result in the next round.")
    return _("You have both said yes. You get the result on %(when)s.") % {"when": format_day_and_time(at)}
