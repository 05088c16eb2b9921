"""A yes that does not work out yet: one sentence, the windows of both, and the ways out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_slot, local_date
from handschlag.design.components.participant import Clash, Piece, RemedyCard, RemedyCards
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant
from handschlag.matching.queries.colleagues import colleagues_of
from handschlag.matching.queries.engine_input import talks_at
from handschlag.matching.queries.own_requests import OwnRequest, own_held, own_requests_with, was_asked
from handschlag.matching.queries.windows import Busy, Window, around, is_kept_free, windows_of
from handschlag.matching.rules.remedies import (
    explanation_of,
    is_colleague,
    is_own,
    needs_other,
)

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
        reason=_(explanation.label) % {"name": one.names},
        times=tuple(_times_of(shown, with_day=participant.service.event.has_days)),
        mine=tuple(_pieces(shown)),
        theirs=tuple(
            Piece(label=_("free") if window.others_free else _("taken"), is_free=window.others_free)
            for window in shown
        ),
        they=_("The others") if len(one.others) > 1 else _("Other person"),
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
        title=title if found else _("At the moment there is nothing you can change to make it possible"),
        ways=tuple(found[:MOST]),
        decline=Link(
            label=_("Not possible, decline politely"),
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
        label=_("Confirm this way"),
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
            text = _("You have blocked %(time)s. Use this time slot for the meeting.") % {"time": at}
            return _("Free a time slot"), text, _moved_words(data)
        case "give_up_talk":
            names = _talk_names(participant, datetime.fromisoformat(data["slot"]))
            text = _("Change “%(talk)s” to “would like to attend”. This frees %(time)s.")
            return _("Make a session optional"), text % {"talk": names, "time": at}, _moved_words(data)
        case "raise_maximum":
            text = _("You wanted at most %(most)s meetings. This would be one more.")
            return _("One meeting more"), text % {"most": participant.most}, _moved_words(data)
    names = ", ".join(one.names for one in own_requests_with(participant, data["gives_up"]))
    text = _("Cancel the meeting with %(names)s. They are told immediately, without a reason.")
    return _("Give up another meeting"), text % {"names": names}, _("one confirmed meeting is replaced")


def _moved_words(data: Mapping[str, Any]) -> str:
    moved = int(data["moved"])
    if not moved:
        return _("no confirmed meeting is lost")
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
            title=_("Send a colleague instead"),
            text=_("%(name)s is here too and has time. You both still need to confirm.")
            % {"name": colleague.registration.name},
            cost=_("nobody loses anything"),
            label=_("Ask %(name)s") % {"name": colleague.registration.name},
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
            title=_("Ask %(name)s to free a time slot") % names,
            text=_("You have already asked. We will tell you when time becomes free."),
            cost="",
            label=_("To the requests"),
            url=reverse("matching:inbox", args=[token]),
            is_link=True,
        )
    return RemedyCard(
        title=_("Ask %(name)s to free a time slot") % names,
        text=_("We ask the other person whether they can change something."),
        cost=_("no effect on your meetings"),
        label=_("Ask %(name)s") % names,
        url=reverse("matching:ask_room", args=[token, one.request]),
    )
