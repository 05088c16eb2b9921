"""A session with everything, and where it moves to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_range, format_short_day, format_short_moment, local_date, zone
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event, Session
from handschlag.events.queries.components import last_change
from handschlag.events.queries.editing import Draft
from handschlag.events.rules.programme.clashes import clashes
from handschlag.events.screens.organise.clashes import ClashLine, lines_of
from handschlag.events.screens.organise.forms import Conflict, SecondaryLink


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionScreen:
    title: str
    name: str
    form: forms.Form
    speakers: Sequence[forms.Form]
    papers: Sequence[forms.Form]
    crumbs: Sequence[Crumb]
    back_url: str
    preview_url: str
    clashes: Sequence[ClashLine]
    conflict: Conflict | None
    is_cancelled: bool
    cancel_url: str
    seen: str
    move_url: str
    remove: SecondaryLink | None
    last: str


def _crumbs_of(event: Event, *last: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(_("Programme"), reverse("events:programme_editor", args=[event.slug])), *last)


def back_to(event: Event, row: Session | None) -> str:
    """The programme, on the day of the session."""
    base = reverse("events:programme_editor", args=[event.slug])
    if row is None or row.starts_at is None:
        return base
    return f"{base}?day={local_date(row.starts_at).isoformat()}#session-{row.pk}"


def clashes_of(event: Event, draft: Draft, pk: int) -> tuple[ClashLine, ...]:
    """The clashes in which one session takes part."""
    found = clashes(draft.programme, draft.closures, zone=zone())
    return lines_of(event.slug, draft.programme, [one for one in found if pk in one.items])


def session_screen(
    event: Event,
    row: Session | None,
    *,
    form: forms.Form,
    speakers: Sequence[forms.Form],
    papers: Sequence[forms.Form],
    found: Sequence[ClashLine],
    conflict: Conflict | None,
) -> _SessionScreen:
    """The form of a session; without a row, the one to add a session."""
    title = _("Change the session") if row else _("Add a session")
    at = reverse("events:edit_session", args=[event.slug, row.pk]) if row else ""
    last = last_change(row) if row else None
    remove = None
    if row is not None:
        remove = SecondaryLink(
            label=_("Remove"), url=reverse("events:remove_part", args=[event.slug, "session", row.pk])
        )
    return _SessionScreen(
        title=title,
        name=pick(row.title_de, row.title_en) if row else "",
        form=form,
        speakers=speakers,
        papers=papers,
        crumbs=_crumbs_of(event, Crumb(title)),
        back_url=back_to(event, row),
        preview_url=reverse("events:session_preview", args=[event.slug]) + f"?session={row.pk if row else 0}",
        clashes=found,
        conflict=conflict,
        is_cancelled=bool(row and row.is_cancelled),
        cancel_url=f"{at}cancel/" if row else "",
        seen=str(row.version) if row else "",
        move_url=f"{at}move/" if row else "",
        remove=remove,
        last=_("Last changed by %(who)s, %(when)s.") % {"who": last.who, "when": format_short_moment(last.at)}
        if last and last.who
        else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _MoveScreen:
    title: str
    now_at: str
    form: forms.Form
    crumbs: Sequence[Crumb]
    back_url: str
    preview_url: str
    clashes: Sequence[ClashLine]
    stale: str


def move_screen(
    event: Event, row: Session, room: str, *, form: forms.Form, found: Sequence[ClashLine], stale: str = ""
) -> _MoveScreen:
    """The form for a new time and room; `stale` says who changed the session meanwhile, if anybody."""
    at = reverse("events:edit_session", args=[event.slug, row.pk])
    title = pick(row.title_de, row.title_en)
    return _MoveScreen(
        title=_("Move “%(title)s”") % {"title": title},
        now_at=_where_now(row.starts_at, row.ends_at, room),
        form=form,
        crumbs=_crumbs_of(event, Crumb(title, at), Crumb(_("Move"))),
        back_url=back_to(event, row),
        preview_url=reverse("events:session_preview", args=[event.slug]) + f"?session={row.pk}",
        clashes=found,
        stale=stale,
    )


def _where_now(starts_at: datetime | None, ends_at: datetime | None, room: str) -> str:
    if starts_at is None or ends_at is None:
        return _("No time has been set yet.")
    day = format_short_day(starts_at)
    parts = [f"{day}, {format_range(starts_at, ends_at)}", *([room] if room else [])]
    minutes = (ends_at - starts_at).total_seconds() // 60
    return _("Now: %(where)s. It still lasts %(minutes)d minutes.") % {
        "where": ", ".join(parts),
        "minutes": minutes,
    }


def stale_words(row: Session) -> str:
    """Who moved or changed it meanwhile, and when."""
    last = last_change(row)
    if last is None or not last.who:
        return _("Someone has changed this session in the meantime. The current version is shown below.")
    return _("%(who)s changed this session on %(when)s. The current version is shown below.") % {
        "who": last.who,
        "when": format_short_moment(last.at),
    }
