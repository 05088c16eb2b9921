"""A letter about sessions that somebody chose and that have changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from handschlag.common import mail
from handschlag.common.language import pick
from handschlag.common.times import format_range, format_short_day
from handschlag.directory.emails.letters import Letter, post
from handschlag.events.emails.wording import worded
from handschlag.events.hooks.session_followers import Follower
from handschlag.events.labels import LANGUAGES
from handschlag.events.models import Event
from handschlag.events.queries.public_urls import public_path
from handschlag.events.rules.programme import Difference, DifferenceKind, Fact, Item, Programme

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
        parts.append(_("now in %(language)s") % {"language": str(LANGUAGES[new.language])})
    return _("“%(title)s”: %(changes)s.") % {"title": title, "changes": "; ".join(parts)}


def _where(item: Item, programme: Programme) -> str:
    room = programme.room(item.room)
    day = format_short_day(item.starts_at)
    parts = [f"{day}, {format_range(item.starts_at, item.ends_at)}"]
    return ", ".join(parts + ([pick(room.name_de, room.name_en)] if room else []))


def _people(item: Item, programme: Programme) -> str:
    found = [programme.person(one.speaker) for one in item.speakers]
    return ", ".join(one.name for one in found if one is not None)
