"""The programme is published, looked at version by version, and taken back."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit, jobs, mail
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_range, format_short_day, format_short_moment, zone
from handschlag.common.web import number_in, refusal_message
from handschlag.design.fields import OneLine
from handschlag.directory.emails import Letter, post
from handschlag.directory.models import Actor, Network
from handschlag.events.access import organises, own_event_or_404
from handschlag.events.console import CONFLICT, UNFIT, console_page
from handschlag.events.editing import EventRefusal, ProgrammeRefusal, editable_event, touch_event
from handschlag.events.emails import worded
from handschlag.events.hooks import Follower, session_followers
from handschlag.events.labels import SESSION_LANGUAGES
from handschlag.events.models import Event, EventStatus, ProgrammeVersion, Room, Session, Speaker, Track
from handschlag.events.programme.differences import (
    Difference,
    DifferenceKind,
    Fact,
    differences,
    is_worth_a_letter,
    lines_between,
    part_changes,
    part_differences,
)
from handschlag.events.programme.draft import Draft, clashes, draft_of
from handschlag.events.programme.sessions import Around, write_around
from handschlag.events.public_events import public_path
from handschlag.events.versions import (
    NOTHING_YET,
    Item,
    Programme,
    PublishedVersion,
    continued,
    drafted,
    encode,
    etag_of,
    of_row,
    published,
    version,
)


def followers_of(event_id: int, session_ids: Collection[int]) -> tuple[Follower, ...]:
    """Each address once, with all its sessions; nobody where nothing has changed."""
    if not session_ids:
        return ()
    followers: dict[str, Follower] = {}
    for plugin in session_followers:
        for follower in plugin(event_id, session_ids):
            before = followers.get(follower.email, follower)
            followers[follower.email] = Follower(
                email=follower.email,
                language=follower.language,
                session_ids=(follower.session_ids | before.session_ids) & frozenset(session_ids),
                name=follower.name or before.name,
                url=follower.url or before.url,
                person=follower.person or before.person,
            )
    return tuple(followers.values())


def concerned_by(event_id: int, changes: Iterable[Difference]) -> tuple[Follower, ...]:
    """Who gets a letter about these changes."""
    return followers_of(event_id, [one.id for one in changes if is_worth_a_letter(one)])


KIND: Final = "events.programme"


def tell_changed(
    *,
    reader: Follower,
    event: Event,
    changes: Sequence[Difference],
    before: Programme,
    after: Programme,
    note: str,
    now: datetime,
) -> None:
    """One letter with everything that concerns this person; a try-out writes to nobody."""
    if event.is_tryout and not mail.is_rehearsing():
        return

    def write() -> Letter:
        title = pick(event.title_de, event.title_en)
        letter = Letter(
            subject=_("Changed: the programme of “%(event)s”") % {"event": title},
            paragraphs=(
                _("Hello %(name)s,") % {"name": reader.name},
                _("Sessions you chose have changed. Everything else is the same."),
                *([note] if note else []),
            ),
            quote="\n".join(_said(one, before, after) for one in changes),
            values={"name": reader.name},
            url=reader.url or settings.BASE_URL + (public_path(event.slug) or "/"),
            link=_("To your programme") if reader.url else _("To the programme"),
        )
        return worded(letter, event=event, kind=KIND)

    post(
        to=reader.email,
        language=reader.language,
        zone=event.time_zone,
        now=now,
        write=write,
        recipient=reader.person,
        origin=mail.Origin(kind=KIND, event_id=event.pk),
    )


def _said(change: Difference, before: Programme, after: Programme) -> str:
    """One session: what it was, and what it is now."""
    new, old = change.after, change.before
    shown = new or old
    assert shown is not None
    title = pick(shown.title_de, shown.title_en)
    if change.kind in {DifferenceKind.CANCELLED, DifferenceKind.GONE} or new is None:
        return _("“%(title)s” (%(old)s) does not take place.") % {
            "title": title,
            "old": _where(shown, before),
        }
    if change.kind is DifferenceKind.REVIVED or old is None:
        return _("“%(title)s” takes place after all: %(new)s.") % {"title": title, "new": _where(new, after)}
    parts = []
    if {Fact.TIME, Fact.ROOM} & set(change.facts):
        parts.append(
            _("now %(new)s, before %(old)s") % {"new": _where(new, after), "old": _where(old, before)}
        )
    if Fact.SPEAKERS in change.facts:
        parts.append(_("now with %(people)s") % {"people": _people(new, after) or _("nobody yet")})
    if Fact.LANGUAGE in change.facts:
        parts.append(_("now in %(language)s") % {"language": str(SESSION_LANGUAGES[new.language])})
    return _("“%(title)s”: %(changes)s.") % {"title": title, "changes": "; ".join(parts)}


def _where(item: Item, programme: Programme) -> str:
    room = programme.room(item.room)
    day = format_short_day(item.starts_at)
    parts = [f"{day}, {format_range(item.starts_at, item.ends_at)}"]
    return ", ".join(parts + ([pick(room.name_de, room.name_en)] if room else []))


def _people(item: Item, programme: Programme) -> str:
    found = [programme.person(one.speaker) for one in item.speakers]
    return ", ".join(one.name for one in found if one is not None)


NOTICES = "events.tell_changes"


@transaction.atomic
def publish_programme(
    *, event_id: int, seen: int, by: Subject, now: datetime, mark: str | None = None, note: str = ""
) -> ProgrammeVersion:
    """The draft becomes what the public reads.

    `seen` is the number of the last version that the person knew (0: none), `mark` that of the draft they
    looked at (`rules.programme.mark_of`); if either has changed since, nothing happens.
    """
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(EventRefusal.GONE)
    require(by, Action.PUBLISH_EVENT, owns=organises(by, event.pk))
    if event.status == EventStatus.ARCHIVED:
        raise Refusal(ProgrammeRefusal.EVENT_NOT_PUBLIC)
    last, draft = published(event.pk), drafted(event.pk)
    if last.number != seen or (mark is not None and mark != etag_of(draft)):
        raise Refusal(ProgrammeRefusal.STALE)
    programme = continued(last.programme, draft, now=now)
    changes = differences(last.programme, programme)
    if last.number and not changes and not part_differences(last.programme, programme):
        raise Refusal(ProgrammeRefusal.NOTHING_NEW)
    made = ProgrammeVersion.objects.create(
        event=event,
        number=last.number + 1,
        content=encode(programme),
        note=note,
        published_at=now,
        published_by_id=by.user_id,
    )
    _write_sequences(last.programme, programme)
    if last.number and concerned_by(event.pk, changes):
        jobs.enqueue(kind=NOTICES, payload={"version_id": made.pk}, owner_id=by.user_id, now=now)
    audit.record(
        verb="published_programme",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"version": [last.number or None, made.number], "sessions": [None, len(changes)]},
    )
    return made


def tell_changes(*, version_id: int, now: datetime) -> int:
    """A letter to everybody who chose a session that moved; how many there were."""
    row = ProgrammeVersion.objects.select_related("event").get(pk=version_id)
    before = version(row.event_id, row.number - 1) or NOTHING_YET
    after = of_row(row)
    changes = differences(before.programme, after.programme)
    readers = concerned_by(row.event_id, changes)
    for reader in readers:
        mine = [one for one in changes if one.id in reader.session_ids and is_worth_a_letter(one)]
        with contextlib.suppress(Refusal):  # an address that is none must not keep the others waiting
            tell_changed(
                reader=reader,
                event=row.event,
                changes=mine,
                before=before.programme,
                after=after.programme,
                note=row.note,
                now=now,
            )
    return len(readers)


def _write_sequences(before: Programme, after: Programme) -> None:
    """The rows know how often they moved, for whoever reads them without a version."""
    old = {item.id: item.sequence for item in before.items}
    moved = [item for item in after.items if item.sequence != old.get(item.id, 0)]
    rows = Session.objects.in_bulk([item.id for item in moved])
    for item in moved:
        if item.id in rows:
            rows[item.id].sequence = item.sequence
    Session.objects.bulk_update(rows.values(), ["sequence"], batch_size=200)


FACTS = (
    "kind",
    "starts_at",
    "ends_at",
    "title_de",
    "title_en",
    "abstract_de",
    "abstract_en",
    "language",
    "seats",
    "is_time_invented",
    "is_cancelled",
)


@transaction.atomic
def take_back(*, event_id: int, number: int, mark: str, by: Subject, now: datetime) -> None:
    """Sessions are as in version `number`; those that came later are cancelled, drafts stay drafts.

    `mark` is that of the draft that the person saw: what others changed since is not swept away.
    """
    event = editable_event(event_id, by)
    wanted = version(event.pk, number) if number > 0 else None
    if wanted is None:
        raise Refusal(ProgrammeRefusal.NO_SUCH_VERSION)
    if etag_of(drafted(event.pk)) != mark:
        raise Refusal(ProgrammeRefusal.STALE)
    last = published(event.pk).programme
    _bring_back_missing(event, wanted.programme)
    rows = Session.objects.filter(event=event).in_bulk()
    for item in wanted.programme.items:
        _write_item(event, rows.get(item.id), item, now=now)
    ids = {item.id for item in wanted.programme.items}
    for item in last.items:
        row = rows.get(item.id)
        if item.id not in ids and row is not None and not row.is_cancelled:
            row.is_cancelled, row.version, row.changed_at = True, row.version + 1, now
            row.save(update_fields=["is_cancelled", "version", "changed_at"])
    audit.record(
        verb="programme.taken_back",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"version": [published(event.pk).number, number]},
    )
    touch_event(event, now)


def _bring_back_missing(event: Event, programme: Programme) -> None:
    """Rooms, tracks and speakers that are gone by now, under their old keys."""
    rooms = set(Room.objects.filter(event=event).values_list("pk", flat=True))
    names = set(Room.objects.filter(event=event).values_list("name_de", flat=True))
    for room in programme.rooms:
        if room.id not in rooms:
            name = room.name_de if room.name_de not in names else f"{room.name_de} ({room.id})"
            Room.objects.create(
                pk=room.id,
                event=event,
                name_de=name[:80],
                name_en=room.name_en,
                seats=room.seats,
                is_step_free=room.is_step_free,
            )
    tracks = set(Track.objects.filter(event=event).values_list("pk", flat=True))
    taken = set(Track.objects.filter(event=event).values_list("name_de", flat=True))
    for track in programme.tracks:
        if track.id not in tracks:
            name = track.name_de if track.name_de not in taken else f"{track.name_de} ({track.id})"
            Track.objects.create(pk=track.id, event=event, name_de=name[:80], name_en=track.name_en)
    _bring_back_people(event, programme)


def _bring_back_people(event: Event, programme: Programme) -> None:
    known = set(Speaker.objects.filter(event=event).values_list("pk", flat=True))
    for one in programme.people:
        if one.id not in known:
            Speaker.objects.create(
                pk=one.id,
                event=event,
                name=one.name,
                role_de=one.role_de,
                role_en=one.role_en,
                organisation=one.organisation,
                about_de=one.about_de,
                about_en=one.about_en,
                actor=Actor.objects.filter(pk=one.actor or 0).first(),
                network=Network.objects.filter(pk=one.network or 0).first(),
                is_demo=one.is_demo,
            )


def _write_item(event: Event, row: Session | None, item: Item, *, now: datetime) -> None:
    made = row or Session(pk=item.id, event=event, uid=item.uid, created_at=now, sequence=item.sequence)
    for fact in FACTS:
        setattr(made, fact, getattr(item, fact))
    made.room_id, made.track_id = item.room, item.track
    made.version = made.version + 1 if row else 1
    made.changed_at = now
    made.save(force_insert=row is None)
    write_around(
        made,
        Around(
            speakers=tuple((one.speaker, one.part) for one in item.speakers),
            papers=tuple((one.url, one.title_de, one.title_en) for one in item.papers),
        ),
    )


ON_A_PAGE = 30


def publish_screen(event: Event, draft: Draft, last: PublishedVersion, *, now: datetime) -> dict[str, Any]:
    """The page before publishing: what differs from the last version, and how many get a letter."""
    programme = continued(last.programme, draft.programme, now=now)
    changes = differences(last.programme, programme)
    told = len(concerned_by(event.pk, changes)) if last.number else 0
    parts = part_changes(last.programme, programme)
    is_ready = bool(changes or parts)
    return {
        "answer": _answer_of(len(changes), last.number, is_ready=is_ready),
        "grounds": _grounds_of(told, last),
        "is_ready": is_ready,
        "told": told,
        "seen": last.number,
        "mark": etag_of(draft.programme),
        "lines": lines_between(last.programme, programme),
        "parts": parts,
        "clashes": len(clashes(draft.programme, draft.closures, absences=draft.absences, zone=zone())),
        "waiting": len(draft.waiting),
    }


def _answer_of(changes: int, number: int, *, is_ready: bool) -> str:
    if not is_ready:
        return _("Nothing has changed since version %(number)s.") % {"number": number}
    if number == 0:
        return ngettext(
            "%(number)s session would be public for the first time.",
            "%(number)s sessions would be public for the first time.",
            changes,
        ) % {"number": changes}
    return ngettext(
        "%(number)s session differs from version %(version)s.",
        "%(number)s sessions differ from version %(version)s.",
        changes,
    ) % {"number": changes, "version": number}


def _grounds_of(told: int, last: PublishedVersion) -> str:
    if last.published_at is None:
        return _("No notifications needed: nothing was public before.")
    at = format_short_moment(last.published_at)
    said = ngettext(
        "%(number)s person chose a session that changes and gets an email.",
        "%(number)s people chose a session that changes and get an email.",
        told,
    ) % {"number": told}
    if not told:
        said = _("Nobody chose a session that changes, so no emails are sent.")
    return _("%(said)s Last published on %(at)s.") % {"said": said, "at": at}


PUBLISH = "events:publish"


@require_http_methods(["GET", "HEAD", "POST"])
def publish_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that makes the draft a new public version; for those who may publish the event."""
    event, by = own_event_or_404(request, slug, Action.PUBLISH_EVENT)
    form = VersionNoteForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            made = publish_programme(
                event_id=event.pk,
                seen=number_in(request.POST, "seen", otherwise=-1),
                mark=request.POST.get("mark", ""),
                note=form.cleaned_data["note"],
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
            status = CONFLICT
        else:
            messages.success(request, _("Version %(number)s is public.") % {"number": made.number})
            return HttpResponseRedirect(reverse("events:version", args=[slug, made.number]))
    elif form.is_bound:
        status = UNFIT
    values = publish_screen(event, draft_of(event.pk), published(event.pk), now=timezone.now())
    return console_page(
        request, "publish", event=event, by=by, current=PUBLISH, status=status, form=form, **values
    )


@require_safe
def versions_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The published versions of the programme, page by page; for organisers."""
    event, by = own_event_or_404(request, slug)
    found = event.programme_versions.select_related("published_by").defer("content")
    rows = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    return console_page(request, "versions", event=event, by=by, current=PUBLISH, rows=rows)


@require_safe
def version_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published version and what it changed; 404 where there is no such number."""
    event, by = own_event_or_404(request, slug)
    shown, before = version(event.pk, number), version(event.pk, number - 1)
    if number < 1 or shown is None or before is None:
        raise Http404
    is_last = version(event.pk, number + 1) is None
    return console_page(
        request,
        "version",
        event=event,
        by=by,
        current=PUBLISH,
        shown=shown,
        before=before,
        lines=lines_between(before.programme, shown.programme),
        parts=part_changes(before.programme, shown.programme),
        is_last=is_last,
        mark="" if is_last else etag_of(drafted(event.pk)),
    )


@require_POST
def take_back_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Makes the draft what an older version was; nothing is public until it is published."""
    event, by = own_event_or_404(request, slug)
    mark = request.POST.get("mark", "")
    try:
        take_back(event_id=event.pk, number=number, mark=mark, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        text = _("The draft now matches version %(number)s. Publish it to make it public.")
        messages.success(request, text % {"number": number})
    return HttpResponseRedirect(reverse(PUBLISH, args=[slug]))


class VersionNoteForm(forms.Form):
    note = OneLine(
        label=gettext_lazy("Summary of changes in one sentence"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown at the top of the email and in the list of versions."),
    )
