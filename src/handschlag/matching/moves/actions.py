"""After the fix date nobody's time is moved without consent: moves are planned, asked about, answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day_and_time
from handschlag.directory.emails import Letter
from handschlag.matching.access import require_self, require_team
from handschlag.matching.adoption import kept_by_hand, note_moves, replace_timetable
from handschlag.matching.agreed_meetings import (
    increase_revision,
    lock_service,
    look_again,
    participant_now,
    write_spots,
)
from handschlag.matching.engine.admission import MeetingSpot, clear_controller
from handschlag.matching.engine.moving import are_possible, is_possible
from handschlag.matching.engine.plans import Clash, meetings_at, merge
from handschlag.matching.engine_input import fixed_of, load_engine_input
from handschlag.matching.hooks import hand_on
from handschlag.matching.manual_changes import request_of
from handschlag.matching.meeting_emails import concerned
from handschlag.matching.models import (
    MoveAnswer,
    MoveState,
    Participant,
    Party,
    PlannedMove,
    Service,
    TimetableVersion,
)
from handschlag.matching.names import parties_of
from handschlag.matching.refusals import MatchingRefusal, PlanRefusal
from handschlag.matching.versions import (
    MeetingChange,
    PublishedMeeting,
    answer_deadline,
    current_meetings,
    differences,
    latest_version,
    moves_after_fixing,
    moves_going,
    valid_meetings,
)
from handschlag.registration.emails import event_title, greeting, own_address, post_to
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


@transaction.atomic
def answer_move(
    *, move_id: int, participant_id: int, agrees: bool, has_link: bool, by: Subject, now: datetime
) -> PlannedMove:
    """The person agrees to another time, or wants to keep the one that was published."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    answer = MoveAnswer.objects.select_related("move").filter(move=move_id, participant=participant).first()
    if answer is None:
        raise Refusal(MatchingRefusal.NOT_YOURS)
    if answer.agrees is agrees:
        return answer.move  # tapped twice
    move = next((one for one in moves_going(service, MoveState.ASKED) if one.pk == move_id), None)
    if move is None:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE)
    if move.until is None or now >= move.until:
        raise Refusal(MatchingRefusal.TOO_LATE)
    MoveAnswer.objects.filter(pk=answer.pk).update(agrees=agrees, answered_at=now)
    if agrees:
        audit.record(verb="matching.move_agreed", target=move, by_id=by.user_id, now=now)
    else:
        audit.record(verb="matching.move_refused", target=move, by_id=by.user_id, now=now)
        _end(move, MoveState.REFUSED, but=participant.pk, now=now)
    _settle(service, now=now)
    move.refresh_from_db()
    return move


@transaction.atomic
def expire(*, service_id: int, now: datetime) -> int:
    """Whoever has not answered in time has not agreed: the meeting stays. How many moves are over."""
    service = lock_service(service_id)
    still = moves_going(service, MoveState.ASKED)
    rows = PlannedMove.objects.filter(service=service, state=MoveState.ASKED)
    gone = rows.exclude(pk__in=[one.pk for one in still]).update(state=MoveState.DROPPED, ended_at=now)
    due = [one for one in still if one.until is not None and one.until <= now]
    for move in due:
        _end(move, MoveState.EXPIRED, but=None, now=now)
        audit.record(verb="matching.move_expired", target=move, by_id=None, now=now)
    if due or gone:
        _settle(service, now=now)
    return len(due)


def with_open_questions() -> list[int]:
    """Services in which people were asked about a move."""
    rows = PlannedMove.objects.filter(state=MoveState.ASKED).order_by("service_id")
    return list(rows.values_list("service_id", flat=True).distinct())


def _settle(service: Service, *, now: datetime) -> None:
    """What all have agreed to is done as far as it is possible; the service is locked.

    Two meetings may be about to change places: what is not possible alone waits for those that are
    still open, and ends when there are none.
    """
    ready, others = _parted(service, now=now)
    while ready:
        done = _possible_now(service, ready)
        if not done:
            break
        _take(service, done, now=now)
        ready = [one for one in ready if one.pk not in {move.pk for move in done}]
    if not others:
        for move in ready:
            _end(move, MoveState.IMPOSSIBLE, but=None, now=now)
            audit.record(verb="matching.move_impossible", target=move, by_id=None, now=now)


def _parted(service: Service, *, now: datetime) -> tuple[list[PlannedMove], list[PlannedMove]]:
    """Moves to which all have agreed, and those that wait for somebody still."""
    asked = [
        one for one in moves_going(service, MoveState.ASKED) if one.until is not None and one.until > now
    ]
    ready = [one for one in asked if all(answer.agrees for answer in one.answers.all())]
    known = {one.pk for one in ready}
    return ready, [one for one in asked if one.pk not in known]


def _possible_now(service: Service, ready: Sequence[PlannedMove]) -> list[PlannedMove]:
    """All of them together, or the first that is possible alone; none where nothing is."""
    facts = load_engine_input(service)
    if are_possible(facts, [_spot_of(one) for one in ready]) is not None:
        return list(ready)
    return [one for one in ready if are_possible(facts, [_spot_of(one)]) is not None][:1]


def _spot_of(move: PlannedMove) -> MeetingSpot:
    return MeetingSpot(
        request=move.request_id,
        block=move.block_id,
        starts_at=move.starts_at,
        ends_at=move.ends_at,
        place=move.place_id,
        interpreter=move.interpreter_id,
    )


def _take(service: Service, moves: Sequence[PlannedMove], *, now: datetime) -> None:
    """The meetings stand there from now on, and everybody of them is told."""
    increase_revision(service, structure=True)
    write_spots(service, [_spot_of(one) for one in moves])
    transaction.on_commit(lambda: clear_controller(service.pk))
    for move in moves:
        PlannedMove.objects.filter(pk=move.pk).update(state=MoveState.TAKEN, ended_at=now)
        changes = {"starts_at": [move.old_starts_at.isoformat(), move.starts_at.isoformat()]}
        audit.record(verb="matching.move_taken", target=move, by_id=None, now=now, changes=changes)
        tell_moved(move, now=now)
    look_again(service, now=now)


def _end(move: PlannedMove, state: MoveState, *, but: int | None, now: datetime) -> None:
    """The meeting stays as it was published; those who were asked are told."""
    PlannedMove.objects.filter(pk=move.pk).update(state=state, ended_at=now)
    tell_stays(move, but=but, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCount:
    """How many people were asked about how many meetings."""

    people: int
    moves: int


@transaction.atomic
def plan_move(
    *, request_id: int, block_id: int, starts_at: datetime, place_id: int, by: Subject, now: datetime
) -> PlannedMove:
    """The published meeting is to go there and then, once everybody concerned was asked and agrees."""
    service, request = request_of(request_id, by)
    facts = load_engine_input(service)
    version = latest_version(service)
    was = next((one for one in facts.held if one.request == request.pk), None)
    if was is None or version is None or request.pk not in fixed_of(service, facts.held, now=now):
        raise Refusal(PlanRefusal.NO_MEETING)
    if was.starts_at == starts_at:
        raise Refusal(PlanRefusal.NOT_MOVED)
    spot = is_possible(facts, request.pk, block=block_id, starts_at=starts_at, place=place_id)
    if spot is None:
        raise Refusal(PlanRefusal.NOT_FREE)
    return note_moves(service, version, [spot], by=by, now=now)[0]


@transaction.atomic
def drop_move(*, move_id: int, by: Subject, now: datetime) -> PlannedMove:
    """A move that is planned, or about which people were asked, is taken back; the meeting stays."""
    found = PlannedMove.objects.filter(pk=move_id).first()
    if found is None:
        raise Refusal(PlanRefusal.NO_MOVE)
    service = lock_service(found.service_id)
    require_team(by, service.event_id)
    going = PlannedMove.objects.filter(pk=move_id, state__in=(MoveState.PLANNED, MoveState.ASKED))
    if going.update(state=MoveState.DROPPED, ended_at=now):
        audit.record(verb="matching.move_dropped", target=found, by_id=by.user_id, now=now)
    found.refresh_from_db()
    return found


@transaction.atomic
def ask_consent(*, service_id: int, revision: int, by: Subject, now: datetime) -> ConsentCount:
    """Everybody whose published time would be another one is asked, by one letter each.

    Published meetings that a draft has moved go back to their published times first: they stay there
    until all have agreed.
    """
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if service.revision != revision:
        raise Refusal(PlanRefusal.CHANGED_MEANWHILE)
    version = latest_version(service)
    if version is None:
        raise Refusal(PlanRefusal.NOTHING_NEW)
    if now >= service.fixed_at:
        _put_back(service, version, moves_after_fixing(differences(service, version)), by=by, now=now)
    moves = moves_going(service, MoveState.PLANNED)
    if not moves:
        raise Refusal(PlanRefusal.NOTHING_NEW)
    people = _ask(service, moves, now=now)
    for one in moves:
        audit.record(verb="matching.consent_asked", target=one, by_id=by.user_id, now=now)
    return ConsentCount(people=people, moves=len(moves))


def _put_back(
    service: Service, version: TimetableVersion, found: Iterable[MeetingChange], *, by: Subject, now: datetime
) -> None:
    """The drafted times become planned moves, and the meetings stand as they were published."""
    moved = {one.request: one.new for one in found if one.new is not None}
    if not moved:
        return
    facts = load_engine_input(service)
    told = {one.request: one for one in valid_meetings(version) if one.request in moved}
    now_standing = {one.request: one for one in current_meetings(service)} | told
    frozen = kept_by_hand(service, facts, now=now) - set(moved)
    merged = merge(facts, meetings_at(now_standing.values()), frozen=frozen)
    if isinstance(merged, Clash):  # something new stands there: it gives way, as it was never published
        rest = [one for one in valid_meetings(version) if one.request in now_standing]
        merged = merge(facts, meetings_at(rest), frozen=frozen)
    if isinstance(merged, Clash):
        raise Refusal(PlanRefusal.CANNOT_STAY)
    replace_timetable(service, facts, merged, now=now)
    note_moves(service, version, [_published_spot(one) for one in moved.values()], by=by, now=now)


def _published_spot(one: PublishedMeeting) -> MeetingSpot:
    return MeetingSpot(
        request=one.request,
        block=one.block,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        interpreter=one.interpreter,
    )


def _ask(service: Service, moves: Iterable[PlannedMove], *, now: datetime) -> int:
    """One letter to everybody concerned, about all of their meetings."""
    parties = parties_of(service)
    concerned: dict[int, list[PlannedMove]] = defaultdict(list)
    for move in moves:
        move.until = answer_deadline(now=now, old=move.old_starts_at, new=move.starts_at)
        if move.until is None:
            raise Refusal(PlanRefusal.TOO_LATE)
        move.state, move.asked_at = MoveState.ASKED, now
        move.save(update_fields=["until", "state", "asked_at"])
        people = parties[move.request_id]
        MoveAnswer.objects.bulk_create([MoveAnswer(move=move, participant_id=pk) for pk in people])
        for pk in people:
            concerned[pk].append(move)
    rows = Participant.objects.filter(pk__in=concerned).select_related("registration__event")
    for row in rows.order_by("pk"):
        ask_about_moves(row, concerned[row.pk], now=now)
    return len(concerned)
