"""The timetable becomes a version: never changed, with its receipt, and with notices to the affected only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day_and_time
from handschlag.directory.emails import Letter
from handschlag.matching import leaving
from handschlag.matching.access import require_team
from handschlag.matching.agreed_meetings import increase_structure, lock_service
from handschlag.matching.engine import receipts
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.hooks import MeetingEventKind, hand_on, notify_listeners
from handschlag.matching.models import Notice, Participant, Request, Run, RunState, Service, TimetableVersion
from handschlag.matching.phases import Phase, phase_of
from handschlag.matching.refusals import PlanRefusal
from handschlag.matching.versions import (
    NOTICED,
    ChangeKind,
    MeetingChange,
    PublishedMeeting,
    agreed_since,
    by_person,
    content_of,
    current_meetings,
    differences,
    latest_version,
    moves_after_fixing,
    published_meetings_in,
    stored_change,
)
from handschlag.registration.emails import own_address, post_to
from handschlag.registration.models import Registration


def notices_of(version: TimetableVersion | None) -> list[Notice]:
    """The notices of this version in the order they were written; empty without a version.

    What changes stands in an email: it is read only for whoever is told by telephone.
    """
    if version is None:
        return []
    rows = Notice.objects.filter(version=version)
    on_paper, mailed = rows.filter(is_on_paper=True), rows.filter(is_on_paper=False).defer("changes")
    return sorted([*on_paper, *mailed], key=lambda one: one.pk)


def endings_of(service: Service) -> dict[int, tuple[str, str]]:
    """By request that is not held any more: its state, and the organisers' reason."""
    rows = Request.objects.filter(service=service).filter(
        Q(state__in=("withdrawn", "declined", "lapsed", "watched")) | Q(is_barred=True)
    )
    return {pk: (state, reason) for pk, state, reason in rows.values_list("pk", "state", "bar_reason")}


LINES: Final[Mapping[str, str | Promise]] = {
    "": gettext_lazy("%(new)s: %(who)s"),  # on the first timetable everything is new
    "new": gettext_lazy("%(new)s: %(who)s (new)"),
    "moved": gettext_lazy("%(new)s: %(who)s (previously %(old)s)"),
    "elsewhere": gettext_lazy("%(new)s: %(who)s (new meeting point, previously %(old)s)"),
    "dropped": gettext_lazy("%(old)s: %(who)s does not take place"),
}
ORDER: Final = ("new", "moved", "elsewhere", "dropped")


def tell_changes(notice: Notice, *, people: Mapping[int, Registration], now: datetime) -> None:
    """To one participant: what is new, what moves, what does not take place."""
    others = {pk: one for pk, one in people.items() if pk != notice.participant_id}
    registration = notice.participant.registration

    is_first = notice.version.number == 1

    def write() -> Letter:
        said = {
            "event": pick(registration.event.title_de, registration.event.title_en),
            "name": registration.name,
            "number": notice.version.number,
        }
        subject, opening, end = _words(is_first=is_first)
        return Letter(
            subject=subject % said,
            paragraphs=(_("Hello %(name)s,") % said, opening % said),
            quote="\n".join(
                _line(one, others, kind="" if is_first else one["kind"]) for one in _ordered(notice.changes)
            ),
            values={"number": said["number"]},
            url=_day_of(registration),
            link=_("Your day"),
            end=end,
        )

    named = {pk for change in notice.changes for pk in change["people"]}
    kind = "matching.published" if is_first else "matching.changed"
    post_to(registration, write, kind=kind, now=now, named=[others[pk] for pk in named if pk in others])


def _words(*, is_first: bool) -> tuple[str, str, str]:
    """Subject, opening and end: nobody had a timetable before the first, so nothing of it is new."""
    if is_first:
        return (
            _("Your meetings: %(event)s"),
            _("The timetable of “%(event)s” has been published. These are your meetings:"),
            _("The meeting point can still change: check your page that morning."),
        )
    return (
        _("Your meetings have changed: %(event)s"),
        _("Version %(number)s of the timetable of “%(event)s” changes the following for you:"),
        _("All other times are unchanged. The meeting point can still change: check your page that morning."),
    )


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By the time at which each is, or was."""
    return sorted(rows, key=lambda one: (ORDER.index(one["kind"]), (one["new"] or one["old"])[0]))


def _line(one: Mapping[str, Any], others: Mapping[int, Registration], *, kind: str) -> str:
    who = ", ".join(others[pk].name for pk in one["people"] if pk in others)
    return str(LINES[kind]) % {"who": who, "new": _spot(one["new"]), "old": _spot(one["old"])}


def _spot(found: list[str] | None) -> str:
    if found is None:
        return ""
    at = format_day_and_time(datetime.fromisoformat(found[0]))
    return _("%(at)s, %(place)s") % {"at": at, "place": found[1]}


def _day_of(registration: Registration) -> str:
    """The page of the person's day; the registration, as long as there is none."""
    try:
        return own_address("matching:day", registration)
    except NoReverseMatch:
        return own_address("registration:own", registration)


PUBLISH: Final = "matching.publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Published:
    version: TimetableVersion
    job_id: int
    told: int


@transaction.atomic
def publish(*, service_id: int, revision: int, by: Subject, now: datetime, note: str = "") -> _Published:
    """The timetable as it was shown (`revision`) becomes the next version; a worker tells people of it."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if service.revision != revision:
        raise Refusal(PlanRefusal.CHANGED_MEANWHILE)
    before = latest_version(service)
    found = differences(service, before)
    _require_publishable(service, found, is_first=before is None, now=now)
    facts = load_engine_input(service)
    if receipts.broken(facts):
        raise Refusal(PlanRefusal.BROKEN)
    told = current_meetings(service)
    version = TimetableVersion.objects.create(
        service=service,
        number=(before.number if before else 0) + 1,
        content=content_of(told),
        problem_json=receipts.frozen_problem(facts),
        run=adopted_run_of(service, told),
        note=note,
        published_at=now,
        by_id=by.user_id,
    )
    increase_structure(service)
    notify_listeners(MeetingEventKind.PUBLISHED, service_id=service.pk, version=version.number)
    count = write_notices(version, found)
    job = enqueue(kind=PUBLISH, payload={"version_id": version.pk}, owner_id=by.user_id, now=now)
    changes = {"number": [version.number - 1, version.number], "told": [None, count]}
    audit.record(verb="matching.published", target=version, by_id=by.user_id, now=now, changes=changes)
    return _Published(version=version, job_id=job.pk, told=count)


def _require_publishable(
    service: Service, found: Sequence[MeetingChange], *, is_first: bool, now: datetime
) -> None:
    if not (found or is_first or agreed_since(latest_version(service))):
        raise Refusal(PlanRefusal.NOTHING_NEW)
    if now >= service.fixed_at and moves_after_fixing(found):
        raise Refusal(PlanRefusal.NEEDS_CONSENT)


def adopted_run_of(service: Service, told: Sequence[PublishedMeeting]) -> Run | None:
    """The adopted run whose plan this is to the letter."""
    rows = Run.objects.filter(
        service=service, adopted_at__isnull=False, state__in=(RunState.FINISHED, RunState.STOPPED)
    )
    last = rows.order_by("-adopted_at").first()
    return last if last is not None and receipts.is_plan_of(last.plan_json, told) else None


def write_notices(
    version: TimetableVersion, found: Sequence[MeetingChange], *, tells_places: bool = False
) -> int:
    """One for everybody who notices something, and for nobody else."""
    told = by_person(found, kinds=tuple(ChangeKind) if tells_places else NOTICED)
    rows = Participant.objects.filter(pk__in=told, left_at=None).select_related("registration")
    here = list(rows.order_by("pk"))
    Notice.objects.bulk_create(
        [
            Notice(
                version=version,
                participant=row,
                changes=[stored_change(one) for one in told[row.pk]],
                is_on_paper=row.is_by_phone or not row.registration.email,
            )
            for row in here
        ],
        batch_size=500,
    )
    registrations = [row.registration_id for row in here]
    hand_on(service_id=version.service_id, registrations=registrations, at=version.published_at)
    return len(told)


def write_receipt(*, version_id: int) -> bool:
    """The receipt, made once: from the run's plan where it is the same, from the rows otherwise."""
    version = TimetableVersion.objects.select_related("run", "service__event").get(pk=version_id)
    if version.receipt:
        return False
    made = None
    if version.run is not None and version.run.plan_json:
        made = receipts.receipt_of(version.run.problem_json, version.run.plan_json)
    if made is None:
        is_day = phase_of(version.service, version.published_at) is Phase.DAY
        seconds = 1 if is_day else 5 + len(version.content["meetings"]) // 1000
        made = receipts.receipt_anew(
            version.problem_json, published_meetings_in(version.content), seconds=seconds
        )
    if made is None:
        return False
    _store_receipt(version, made)
    return True


@transaction.atomic
def _store_receipt(version: TimetableVersion, made: receipts.Made) -> None:
    """Without what somebody needed who was erased while it was made."""
    service = lock_service(version.service_id)
    less = leaving.redacted_now(service, made.problem, made.plan)
    problem, plan = (less.problem, less.plan) if less else (made.problem, made.plan)
    receipt = leaving.receipt_after(made.receipt, less) if less else made.receipt
    rows = TimetableVersion.objects.filter(pk=version.pk, receipt={})
    rows.update(receipt=receipt, problem_json=problem, plan_json=plan)


AT_ONCE = 20


def send_notices(*, version_id: int, now: datetime, tell: Callable[[int, int], None]) -> int:
    """Everybody who was not told yet; may be broken off and begun again at any moment."""
    rows = Notice.objects.filter(version_id=version_id, is_on_paper=False)
    total, sent = rows.count(), 0
    while ids := list(rows.filter(sent_at=None).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        sent += _send(ids, now=now)
        tell(total - rows.filter(sent_at=None).count(), total)
    return sent


@transaction.atomic
def _send(ids: list[int], *, now: datetime) -> int:
    locked = Notice.objects.select_for_update(of=("self",)).filter(pk__in=ids, sent_at=None)
    rows = list(locked.select_related("participant__registration__event", "version").order_by("pk"))
    participants = Participant.objects.select_related("registration")
    people = {person for row in rows for change in row.changes for person in change["people"]}
    known = {one.pk: one.registration for one in participants.filter(pk__in=people)}
    for row in rows:
        tell_changes(row, people=known, now=now)
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now)
    return len(rows)


@transaction.atomic
def note_told(*, notice_id: int, by: Subject, now: datetime) -> Notice:
    """Somebody who reads no mail was told by telephone or in print."""
    row = (
        Notice.objects.select_for_update(of=("self",)).select_related("version__service").filter(pk=notice_id)
    )
    found = row.first()
    if found is None:
        raise Refusal(PlanRefusal.NO_VERSION)
    require_team(by, found.version.service.event_id)
    if found.sent_at is None:
        Notice.objects.filter(pk=found.pk).update(sent_at=now)
        audit.record(verb="matching.told_by_hand", target=found, by_id=by.user_id, now=now)
    found.refresh_from_db()
    return found
