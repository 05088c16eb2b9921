"""What became of answers: the guarantee, or why not yet and what can be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day_and_time
from handschlag.design.components.participant import Clash, RemedyCards, Shell
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.inbox import waiting_for
from handschlag.matching.queries.own_requests import OwnRequest, held_now, own_requests_with
from handschlag.matching.screens.clashes import clash_of, ways_of
from handschlag.matching.screens.request_state_labels import words_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import checked_at, held_words

type Kind = Literal["held", "clash", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """`text` and `undo` belong to the green box, `clash` and `ways` to the amber one; else a note."""

    kind: Kind
    one: OwnRequest
    pair: str
    word: str
    text: str = ""
    when: str = ""
    undo: Link | None = None
    clash: Clash | None = None
    ways: RemedyCards | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _ResultsScreen:
    shell: Shell
    title: str
    results: Sequence[_Result]
    waiting: int


def results_screen(
    participant: Participant, *, ids: Collection[int], token: str, now: datetime
) -> _ResultsScreen:
    """What came of the answers to these requests, and how many still wait."""
    found = own_requests_with(participant, ids)
    held = held_now(participant) if any(one.spot for one in found) else (0, 0)
    waiting = waiting_for(participant)
    results = tuple(_result_of(participant, one, held, token=token, now=now) for one in found)
    return _ResultsScreen(
        shell=shell_of(participant, token, current=Tab.INBOX, waiting=waiting),
        title=_title_of(results),
        results=results,
        waiting=waiting,
    )


def _title_of(results: Sequence[_Result]) -> str:
    """The answer itself, where there is one."""
    if len(results) == 1:
        one = results[0]
        if one.kind == "held":
            return _("You meet %(name)s.") % {"name": one.one.names}
        return (
            _("Not possible yet, but there are options")
            if one.kind == "clash"
            else _("Your answer has been saved.")
        )
    if not results:
        return _("There is nothing to answer here.")
    return ngettext("%(n)s answer received.", "%(n)s answers received.", len(results)) % {"n": len(results)}


def _result_of(
    participant: Participant, one: OwnRequest, held: tuple[int, int], *, token: str, now: datetime
) -> _Result:
    if one.state == RequestState.ACCEPTED and one.spot is not None:
        return _guaranteed(participant, one, held, token=token, now=now)
    if one.state == RequestState.WATCHED:
        return _refused(participant, one, token=token, now=now)
    pair, word = words_of(one)
    return _Result(
        kind="note",
        one=one,
        pair=pair,
        word=word,
        text=_note_of(participant, one),
    )


def _guaranteed(
    participant: Participant, one: OwnRequest, held: tuple[int, int], *, token: str, now: datetime
) -> _Result:
    own, everybody = held
    assert one.spot is not None
    words = {"own": own, "all": everybody, "when": checked_at(one.tried_at, now)}
    own_text = ngettext(
        "Guaranteed: this is your first confirmed meeting.",
        "Guaranteed: all %(own)s of your confirmed meetings fit into the timetable.",
        own,
    )
    checked = _("Checked %(when)s together with all %(all)s meetings of the event.")
    return _Result(
        kind="held",
        one=one,
        pair="meets",
        word=_("takes place"),
        text=f"{own_text} {checked}" % words,
        when=held_words(one.spot, participant.service, now=now),
        undo=Link(label=_("Withdraw your yes"), url=reverse("matching:withdraw", args=[token, one.request])),
    )


def _refused(participant: Participant, one: OwnRequest, *, token: str, now: datetime) -> _Result:
    return _Result(
        kind="clash",
        one=one,
        pair="clash",
        word=_("not possible yet"),
        text=_("The request stays on the waiting list. We check it again whenever time becomes free."),
        when=_("Checked %(when)s.") % {"when": checked_at(one.tried_at, now)} if one.tried_at else "",
        clash=clash_of(participant, one),
        ways=ways_of(participant, one, token=token),
    )


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
