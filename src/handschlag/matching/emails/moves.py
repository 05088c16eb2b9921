"""Another time after the fix date: the question, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day_and_time
from handschlag.directory.emails.letters import Letter
from handschlag.matching.emails.meetings import concerned
from handschlag.matching.hooks.told_people import hand_on
from handschlag.matching.models import Participant, Party, PlannedMove
from handschlag.registration.emails.common_text import event_title, greeting
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration


def ask_about_moves(participant: Participant, moves: Sequence[PlannedMove], *, now: datetime) -> None:
    """One letter about all meetings of the person that could move."""
    if participant.left_at is None:
        others = {move.pk: _others_of(move, participant) for move in moves}
        post_question(participant.registration, moves, others, now=now)


def post_question(
    registration: Registration,
    moves: Sequence[PlannedMove],
    others: Mapping[int, Sequence[Registration]],
    *,
    now: datetime,
) -> None:
    """To one person; `others` are the people of each meeting."""

    def write() -> Letter:
        until = min(one.until for one in moves if one.until is not None)
        known = {
            "event": event_title(registration.event),
            "until": format_day_and_time(until),
            "n": len(moves),
        }
        return Letter(
            subject=_("Can we move your meeting?"),
            paragraphs=(
                greeting(registration),
                ngettext(
                    "The times of “%(event)s” are fixed. We would like to move one of your "
                    "meetings, but only if everyone concerned agrees.",
                    "The times of “%(event)s” are fixed. We would like to move %(n)s of your "
                    "meetings, but only if everyone concerned agrees.",
                    len(moves),
                )
                % known,
                _("Please reply by %(until)s. If you do not reply, nothing changes.") % known,
            ),
            quote="\n".join(_line(move, [one.name for one in others[move.pk]]) for move in moves),
            values={"until": known["until"]},
            url=own_address("matching:moves", registration),
            link=_("Agree or decline"),
        )

    named = chain.from_iterable(others.values())
    post_to(registration, write, kind="matching.moves", now=now, named=named)


def _others_of(move: PlannedMove, own: Participant) -> list[Registration]:
    rows = Party.objects.filter(request_id=move.request_id).exclude(participant=own)
    rows = rows.order_by("-is_sender", "pk").select_related("participant__registration")
    return [row.participant.registration for row in rows]


def _line(move: PlannedMove, names: Sequence[str]) -> str:
    return _("%(who)s: %(new)s instead of %(old)s") % {
        "who": ", ".join(names),
        "new": format_day_and_time(move.starts_at),
        "old": format_day_and_time(move.old_starts_at),
    }


def tell_moved(move: PlannedMove, *, now: datetime) -> None:
    """All have agreed: this is the time from now on."""
    people = concerned(move.request, but=None)
    hand_on(service_id=move.request.service_id, registrations=[one.pk for one, *_ in people], at=now)
    for registration, names, others in people:
        post_moved(registration, move, names=names, named=others, now=now)


def post_moved(
    registration: Registration, move: PlannedMove, *, names: str, named: Iterable[Registration], now: datetime
) -> None:
    """To one person: the new time and the old one."""

    def write() -> Letter:
        known = {
            "names": names,
            "new": format_day_and_time(move.starts_at),
            "old": format_day_and_time(move.old_starts_at),
            "place": move.place.code,
        }
        return Letter(
            subject=_("New time for your meeting with %(names)s") % known,
            paragraphs=(
                greeting(registration),
                _("Everyone has agreed: your meeting with %(names)s has a new time.") % known,
                _("Now: %(new)s, meeting point %(place)s. Previously: %(old)s.") % known,
            ),
            values=known,
            url=own_address("matching:day", registration),
            link=_("Your day"),
        )

    post_to(registration, write, kind="matching.moved", now=now, named=named)


def tell_stays(move: PlannedMove, *, but: int | None, now: datetime) -> None:
    """Not all agreed, or not in time, or it is not possible any more: the published time counts."""
    for registration, names, others in concerned(move.request, but=but):
        post_stays(registration, move, names=names, named=others, now=now)


def post_stays(
    registration: Registration, move: PlannedMove, *, names: str, named: Iterable[Registration], now: datetime
) -> None:
    """To one person: the time that counts."""

    def write() -> Letter:
        known = {
            "names": names,
            "old": format_day_and_time(move.old_starts_at),
            "place": move.old_place.code,
        }
        return Letter(
            subject=_("Your meeting with %(names)s keeps its time") % known,
            paragraphs=(
                greeting(registration),
                _("The meeting with %(names)s is not moved.") % known,
                _("It takes place as published: %(old)s, meeting point %(place)s.") % known,
            ),
            values={**known, "time": known["old"]},
            url=own_address("matching:day", registration),
            link=_("Your day"),
        )

    post_to(registration, write, kind="matching.stays", now=now, named=named)
