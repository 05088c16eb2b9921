"""What became of answers: the guarantee, or why not yet, the windows of both, and the ways out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_day_and_time, format_slot, local_date
from handschlag.design.components.participant import Clash, Piece, RemedyCard, RemedyCards
from handschlag.design.components.parts import Link
from handschlag.events.meeting_grid import MeetingGrid, Slot, meeting_grid_of
from handschlag.matching.engine_input import talks_at
from handschlag.matching.models import Participant, Party, RequestState, Seat
from handschlag.matching.names import colleagues_of
from handschlag.matching.own_meetings import waiting_for
from handschlag.matching.own_requests import (
    OwnRequest,
    checked_at,
    held_now,
    held_words,
    own_held,
    own_requests_with,
    was_asked,
    words_of,
)
from handschlag.matching.participant_pages import Tab, shell_of
from handschlag.registration.models import SeatState, SessionChoice, SessionWish

OWN_KINDS = frozenset({"free_slot", "give_up_talk", "raise_maximum"})


class _RefusalExplanation(Labelled):
    """What a page may say. Whatever lies with the other is one and the same: no common window."""

    OWN_FULL = "own_full", _("You have as many meetings as you wanted or have time for.")
    NO_WINDOW = "no_window", _("You and %(name)s have no free time slot in common.")
    NO_PLACE = "no_place", _("All suitable meeting points are taken in the time slots you share.")
    NO_INTERPRETER = "no_interpreter", _("No interpreter is free in the time slots you share.")
    OTHERWISE = "otherwise", _("Your confirmed meetings leave no time slot for this one.")


REASONS: Mapping[str, _RefusalExplanation] = {
    "no_common_slot": _RefusalExplanation.NO_WINDOW,
    "no_suitable_place": _RefusalExplanation.NO_PLACE,
    "places_full": _RefusalExplanation.NO_PLACE,
    "no_interpreter": _RefusalExplanation.NO_INTERPRETER,
    "interpreters_full": _RefusalExplanation.NO_INTERPRETER,
}


def explanation_of(refusal: Mapping[str, Any] | None, *, is_own_full: bool) -> _RefusalExplanation:
    """Why, for one of the two: `is_own_full` where this person has all the meetings that fit or were wanted.

    >>> explanation_of({"reason": "person_full"}, is_own_full=False)
    <_RefusalExplanation.NO_WINDOW: 'no_window'>
    """
    reason = (refusal or {}).get("reason", "")
    if reason == "person_full":
        return _RefusalExplanation.OWN_FULL if is_own_full else _RefusalExplanation.NO_WINDOW
    return REASONS.get(reason, _RefusalExplanation.OTHERWISE)


def is_own(way: Mapping[str, Any], *, me: int, mine: Collection[int]) -> bool:
    """Whether the person can take this way alone; `mine` are the requests of the person that are held.

    >>> is_own({"kind": "give_up_meeting", "person": 2, "gives_up": [7]}, me=1, mine={7})
    True
    """
    if way["kind"] in OWN_KINDS:
        return bool(way["person"] == me)
    return way["kind"] == "give_up_meeting" and bool(way["gives_up"]) and set(way["gives_up"]) <= set(mine)


def is_colleague(way: Mapping[str, Any], *, me: int) -> bool:
    """Whether a colleague of the person could go instead."""
    return bool(way["kind"] == "other_delegate" and way["person"] == me)


def needs_other(way: Mapping[str, Any], *, me: int, mine: Collection[int]) -> bool:
    """Whether only the other can open this way. More places are the organisers' affair."""
    if way["kind"] == "more_places":
        return False
    return not is_own(way, me=me, mine=mine) and not is_colleague(way, me=me)


class Busy(StrEnum):
    FREE = "free"
    MEETING = "meeting"
    TALK = "talk"
    BLOCKED = "blocked"
    AWAY = "away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`label` is the name of whom the person meets, or of the talk. Of the others only: all are free."""

    starts_at: datetime
    ends_at: datetime
    busy: Busy
    label: str
    others_free: bool


def windows_of(participant: Participant, others: Collection[int]) -> tuple[Window, ...]:
    """All windows of the event, in a constant number of queries."""
    grid = meeting_grid_of(participant.service.event_id)
    slots = sorted({slot for run in grid.runs for slot in run.slots}, key=lambda slot: slot.starts_at)
    people = list(
        Participant.objects.filter(pk__in=[participant.pk, *others])
        .select_related("registration")
        .prefetch_related("blocked")
    )
    talks = _musts_of(people)
    seats = _seats_of(people)
    names = _partner_names(participant)
    days = {one.pk: _Days(one, grid, talks.get(one.registration_id, frozenset()), seats) for one in people}
    own = days.pop(participant.pk)
    found = []
    for slot in slots:
        busy, label = own.at(slot, names)
        is_free = all(day.at(slot, {})[0] is Busy.FREE for day in days.values())
        found.append(
            Window(
                starts_at=slot.starts_at, ends_at=slot.ends_at, busy=busy, label=label, others_free=is_free
            )
        )
    return tuple(found)


class _Days:
    """What somebody does in a window."""

    def __init__(
        self, one: Participant, grid: MeetingGrid, talks: Collection[int], seats: Collection[Seat]
    ) -> None:
        self.registration = one.registration
        self.blocked = {row.starts_at for row in one.blocked.all()}
        self.talks = [talk for talk in grid.talks if talk.id in talks]
        self.seats = {row.starts_at: row.meeting_id for row in seats if row.participant_id == one.pk}

    def at(self, slot: Slot, names: dict[int, str]) -> tuple[Busy, str]:
        arrives, leaves = self.registration.arrives_at, self.registration.leaves_at
        if (arrives and slot.starts_at < arrives) or (leaves and slot.ends_at > leaves):
            return Busy.AWAY, ""
        if slot.starts_at in self.seats:
            return Busy.MEETING, names.get(self.seats[slot.starts_at], "")
        talk = next((one for one in self.talks if slot.overlaps(one.starts_at, one.ends_at)), None)
        if talk is not None:
            return Busy.TALK, talk.title
        return (Busy.BLOCKED, "") if slot.starts_at in self.blocked else (Busy.FREE, "")


def _musts_of(people: Iterable[Participant]) -> dict[int, frozenset[int]]:
    """By registration: sessions that somebody must hear; they leave no room for a meeting."""
    found: dict[int, set[int]] = {}
    rows = SessionChoice.objects.filter(
        registration_id__in=[one.registration_id for one in people], wish=SessionWish.MUST
    ).exclude(seat=SeatState.WAITING)
    for registration, session in rows.values_list("registration_id", "session_id"):
        found.setdefault(registration, set()).add(session)
    return {registration: frozenset(several) for registration, several in found.items()}


def _seats_of(people: Iterable[Participant]) -> tuple[Seat, ...]:
    return tuple(Seat.objects.filter(participant__in=list(people)))


def _partner_names(participant: Participant) -> dict[int, str]:
    """By meeting: whom the person meets."""
    rows = Party.objects.filter(request__meeting__seats__participant=participant).exclude(
        participant=participant
    )
    found: dict[int, list[str]] = {}
    for meeting, name in rows.order_by("pk").values_list(
        "request__meeting__pk", "participant__registration__name"
    ):
        found.setdefault(meeting, []).append(name)
    return {meeting: ", ".join(names) for meeting, names in found.items()}


def around(windows: tuple[Window, ...], most: int = 4) -> tuple[Window, ...]:
    """So many windows in a row in which the others are free most often: those that a page shows."""
    starts = range(max(1, len(windows) - most + 1))

    def free(start: int) -> int:
        return sum(one.others_free for one in windows[start : start + most])

    best = max(starts, key=lambda start: (free(start), -start))
    return windows[best : best + most]


def is_kept_free(participant: Participant, at: datetime) -> bool:
    """Whether the person has blocked this time."""
    return bool(participant.blocked.filter(starts_at=at).exists())


MOST: Final = 3
WORDS: Final[Mapping[Busy, str | Promise]] = {
    Busy.FREE: gettext_lazy("free"),
    Busy.BLOCKED: gettext_lazy("kept free by you"),
    Busy.AWAY: gettext_lazy("you are not there"),
}
SUBS: Final[Mapping[Busy, str | Promise]] = {
    Busy.MEETING: gettext_lazy("meeting"),
    Busy.TALK: gettext_lazy("your “must meet”"),
}


def clash_of(participant: Participant, one: OwnRequest) -> Clash:
    """Why a meeting is not possible, and the slots around it: one's own and the others'."""
    windows = windows_of(participant, [other.id for other in one.others])
    shown = around(windows)
    is_own_full = _is_full(participant, windows)
    explanation = explanation_of(one.refusal, is_own_full=is_own_full)
    return Clash(
        reason=gettext(explanation.label) % {"name": one.names},
        times=tuple(_times_of(shown, with_day=participant.service.event.has_days)),
        mine=tuple(_pieces(shown)),
        theirs=tuple(
            Piece(
                label=gettext("free") if window.others_free else gettext("taken"), is_free=window.others_free
            )
            for window in shown
        ),
        they=gettext("The others") if len(one.others) > 1 else gettext("Other person"),
    )


def _times_of(shown: Sequence[Window], *, with_day: bool) -> Iterator[str]:
    """Each day once, at the first of its windows."""
    before = None
    for window in shown:
        day = local_date(window.starts_at)
        yield format_slot(window.starts_at, with_day=with_day and day != before)
        before = day


def _is_full(participant: Participant, windows: Sequence[Window]) -> bool:
    held = sum(window.busy is Busy.MEETING for window in windows)
    limits = [most for most in (participant.most, participant.service.most) if most is not None]
    return any(held >= most for most in limits) or not any(window.busy is Busy.FREE for window in windows)


def _pieces(shown: Sequence[Window]) -> list[Piece]:
    """The own row; a talk over several windows is one piece."""

    def what(window: Window) -> tuple[Busy, str, datetime | None]:
        return window.busy, window.label, None if window.busy is Busy.TALK else window.starts_at

    found = []
    for (busy, label, _at), several in groupby(shown, key=what):
        found.append(
            Piece(
                label=label or str(WORDS.get(busy, "")),
                sub=str(SUBS.get(busy, "")),
                span=len(list(several)),
                is_free=busy is Busy.FREE,
            )
        )
    return found


def ways_of(participant: Participant, one: OwnRequest, *, token: str) -> RemedyCards:
    """Those that the person can take, then one question to the other where that could help."""
    mine = own_held(participant)
    ways = (one.refusal or {}).get("ways", [])
    found = [
        way
        for number, data in enumerate(ways)
        if is_own(data, me=participant.pk, mine=mine)
        and (way := _own_way(participant, one, number, data, token=token)) is not None
    ]
    if any(is_colleague(data, me=participant.pk) for data in ways) and one.is_pair:
        found.extend(_colleague_ways(participant, one, ways, token=token))
    if len(found) < MOST and any(needs_other(data, me=participant.pk, mine=mine) for data in ways):
        found.append(_question(participant, one, token=token))
    title = ngettext("One way to make it possible", "%(n)s ways to make it possible", len(found)) % {
        "n": len(found)
    }
    return RemedyCards(
        title=title
        if found
        else gettext("At the moment there is nothing you can change to make it possible"),
        ways=tuple(found[:MOST]),
        decline=Link(
            label=gettext("Not possible, decline politely"),
            url=reverse("matching:withdraw", args=[token, one.request]),
        ),
    )


def _own_way(
    participant: Participant, one: OwnRequest, number: int, data: Mapping[str, Any], *, token: str
) -> RemedyCard | None:
    words = _words_of(participant, data)
    if words is None:
        return None
    title, text, cost = words
    return RemedyCard(
        title=title,
        text=text,
        cost=cost,
        label=gettext("Confirm this way"),
        url=reverse("matching:way", args=[token, one.request]),
        fields=(("number", str(number)), ("kind", data["kind"])),
    )


def _words_of(participant: Participant, data: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What to do, what it means, and what it costs."""
    has_days = participant.service.event.has_days
    at = format_slot(datetime.fromisoformat(data["slot"]), with_day=has_days) if data["slot"] else ""
    match data["kind"]:
        case "free_slot":
            if not is_kept_free(participant, datetime.fromisoformat(data["slot"])):
                return None
            text = gettext("You have blocked %(time)s. Use this time slot for the meeting.") % {"time": at}
            return gettext("Free a time slot"), text, _moved_words(data)
        case "give_up_talk":
            names = _talk_names(participant, datetime.fromisoformat(data["slot"]))
            text = gettext("Change “%(talk)s” to “would like to attend”. This frees %(time)s.")
            return gettext("Make a session optional"), text % {"talk": names, "time": at}, _moved_words(data)
        case "raise_maximum":
            text = gettext("You wanted at most %(most)s meetings. This would be one more.")
            return gettext("One meeting more"), text % {"most": participant.most}, _moved_words(data)
    names = ", ".join(one.names for one in own_requests_with(participant, data["gives_up"]))
    text = gettext("Cancel the meeting with %(names)s. They are told immediately, without a reason.")
    return (
        gettext("Give up another meeting"),
        text % {"names": names},
        gettext("one confirmed meeting is replaced"),
    )


def _moved_words(data: Mapping[str, Any]) -> str:
    moved = int(data["moved"])
    if not moved:
        return gettext("no confirmed meeting is lost")
    return ngettext(
        "no confirmed meeting is lost, %(n)s gets a new time",
        "no confirmed meeting is lost, %(n)s get a new time",
        moved,
    ) % {"n": moved}


def _talk_names(participant: Participant, at: datetime) -> str:
    ids = talks_at(participant, at)
    names = {window.label for window in windows_of(participant, ()) if window.starts_at == at}
    return ", ".join(sorted(names)) if ids else ""


def _colleague_ways(
    participant: Participant, one: OwnRequest, ways: Sequence[Mapping[str, Any]], *, token: str
) -> list[RemedyCard]:
    """The colleague whom the engine found."""
    wanted = {data["delegate"] for data in ways if is_colleague(data, me=participant.pk)}
    return [
        RemedyCard(
            title=gettext("Send a colleague instead"),
            text=gettext("%(name)s is here too and has time. You both still need to confirm.")
            % {"name": colleague.registration.name},
            cost=gettext("nobody loses anything"),
            label=gettext("Ask %(name)s") % {"name": colleague.registration.name},
            url=reverse("matching:delegate", args=[token, one.request]),
            fields=(("colleague", str(colleague.pk)),),
        )
        for colleague in colleagues_of(participant)
        if colleague.pk in wanted
    ]


def _question(participant: Participant, one: OwnRequest, *, token: str) -> RemedyCard:
    """The other's side is the other's affair: a question, and no reason."""
    names = {"name": one.names}
    if was_asked(one.request, participant.pk):
        return RemedyCard(
            title=gettext("Ask %(name)s to free a time slot") % names,
            text=gettext("You have already asked. We will tell you when time becomes free."),
            cost="",
            label=gettext("To the requests"),
            url=reverse("matching:inbox", args=[token]),
            is_link=True,
        )
    return RemedyCard(
        title=gettext("Ask %(name)s to free a time slot") % names,
        text=gettext("We ask the other person whether they can change something."),
        cost=gettext("no effect on your meetings"),
        label=gettext("Ask %(name)s") % names,
        url=reverse("matching:ask_room", args=[token, one.request]),
    )


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
                return gettext("You meet %(name)s.") % {"name": results[0]["one"].names}
            case "clash":
                return gettext("Not possible yet, but there are options")
        return gettext("Your answer has been saved.")
    if not results:
        return gettext("There is nothing to answer here.")
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
    checked = gettext("Checked %(when)s together with all %(all)s meetings of the event.")
    return {
        "kind": "held",
        "one": one,
        "text": f"{own_text} {checked}" % words,
        "when": held_words(one.spot, participant.service, now=now),
        "room_url": reverse("day:online", args=[token, one.uid]) if one.spot.is_online else "",
        "undo": Link(
            label=gettext("Withdraw your yes"), url=reverse("matching:withdraw", args=[token, one.request])
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
            return gettext("You have said yes. Once all the others have, we check it and tell you.")
        case RequestState.OPEN if one.is_later:
            return gettext("You can find it in your requests under “Later”. The other person is not told.")
        case RequestState.OPEN if one.is_sender:
            return gettext("No answer yet. No time is reserved for it.")
        case RequestState.DECLINED:
            return gettext("%(name)s gets a polite message without a reason.") % {"name": one.names}
        case RequestState.WITHDRAWN:
            return gettext("This request has been withdrawn.")
    return ""


def round_words(participant: Participant) -> str:
    """When both learn the result: the day of the next round, if it is set."""
    at = participant.service.next_round_at
    if at is None:
        return gettext("You have both said yes. You get the result in the next round.")
    return gettext("You have both said yes. You get the result on %(when)s.") % {
        "when": format_day_and_time(at)
    }
