"""The last look before people are disturbed: who notices what, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_moment, local_date
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.models import Notice, Run, Service, TimetableVersion
from handschlag.matching.queries.display_names import Called
from handschlag.matching.rules.changes import ChangeKind, MeetingChange, by_person
from handschlag.matching.screens.planning.call_lists import what_to_tell
from handschlag.matching.screens.planning.consents import needs
from handschlag.matching.screens.planning.receipts import draft_receipt, receipt_of


def publish_screen(
    event: Event,
    service: Service,
    found: Sequence[MeetingChange],
    *,
    version: TimetableVersion | None,
    versions: Sequence[TimetableVersion],
    people: Mapping[int, Called],
    meetings: int,
    run: Run | None,
    broken: int,
    consents: Mapping[str, Any],
    notices: Sequence[Notice],
    lists: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """What differs from the last version; nothing is published without consent or against a rule."""
    told, is_new = by_person(found), bool(found) or consents["agreed"] > 0
    is_over, is_stopped = local_date(now) > event.last_day, bool(consents["stuck"] or broken)
    return {
        "title": _title(version, is_new=is_new),
        "sentence": _sentence(found, meetings),
        "grounds": _("The event is over. Nothing is published or sent.")
        if is_over
        else _grounds(service, told, people=people, stuck=consents["stuck"], broken=broken, now=now),
        "is_stopped": is_stopped and not is_over,
        "told": len(told),
        "may_publish": is_new and not is_stopped and not is_over,
        "may_ask": consents["concerned"] > 0 and not is_over,
        "consents": consents,
        **lists,
        "messages": () if is_over else _messages_of(told),
        "calls": _calls_of(event, notices, people),
        "draft": draft_receipt(meetings, run, broken=broken) if found and not is_over else None,
        "receipt": receipt_of(event, version) if version and version.receipt else None,
        "version": version,
        "is_fixed": now >= service.fixed_at,
        "versions": versions,
        "standing": None if found else version,  # to which there is no way back
        **_mailing(notices),
    }


def _mailing(notices: Sequence[Notice]) -> dict[str, int]:
    """How many are told by email, and how many of them have been."""
    mailed = [one for one in notices if not one.is_on_paper]
    return {"mailed": len(mailed), "sent": sum(one.sent_at is not None for one in mailed)}


def _calls_of(
    event: Event, notices: Sequence[Notice], people: Mapping[int, Called]
) -> list[tuple[Notice, Called | None, str]]:
    """Whom nobody reaches by mail, and what they have to know."""
    on_paper = [one for one in notices if one.is_on_paper]
    return [(one, people.get(one.participant_id), what_to_tell(event, one, people)) for one in on_paper]


def _title(version: TimetableVersion | None, *, is_new: bool) -> str:
    if is_new or version is None:
        return _("Publish version %(number)s") % {"number": version.number + 1 if version else 1}
    return _("Version %(number)s is published") % {"number": version.number}


def _sentence(found: Sequence[MeetingChange], meetings: int) -> str:
    count = {kind: sum(one.kind is kind for one in found) for kind in ChangeKind}
    if not found:
        return ngettext(
            "%(n)s meeting is unchanged.",
            "%(n)s meetings are unchanged.",
            meetings,
        ) % {"n": format_number(meetings)}
    stay = meetings - count[ChangeKind.MOVED] - count[ChangeKind.NEW]
    if len(found) == count[ChangeKind.NEW] and not stay:
        text = ngettext("%(n)s new meeting.", "%(n)s new meetings.", len(found))
        return text % {"n": format_number(len(found))}
    parts = (
        (stay, ngettext("%(n)s meeting is unchanged", "%(n)s meetings are unchanged", stay)),
        (count[ChangeKind.MOVED], ngettext("%(n)s moves", "%(n)s move", count[ChangeKind.MOVED])),
        (count[ChangeKind.NEW], ngettext("%(n)s is new", "%(n)s are new", count[ChangeKind.NEW])),
        (
            count[ChangeKind.DROPPED],
            ngettext("%(n)s is cancelled", "%(n)s are cancelled", count[ChangeKind.DROPPED]),
        ),
    )
    told = [
        text % {"n": format_number(number)}
        for number, text in (parts[0], *(one for one in parts[1:] if one[0]))
    ]
    return ", ".join(told) + "."


def _grounds(
    service: Service,
    told: Mapping[int, Any],
    *,
    people: Mapping[int, Called],
    stuck: int,
    broken: int,
    now: datetime,
) -> str:
    here = sum(not one.has_left or one.id in told for one in people.values())
    said = [
        _("Nobody gets a message.")
        if not told
        else _("%(told)s of %(people)s people get a message; nothing changes for %(quiet)s.")
        % {
            "told": format_number(len(told)),
            "people": format_number(here),
            "quiet": format_number(max(0, here - len(told))),
        }
    ]
    if broken:
        text = ngettext(
            "The check found %(n)s violated rule, so the plan cannot be published.",
            "The check found %(n)s violated rules, so the plan cannot be published.",
            broken,
        )
        said.append(text % {"n": format_number(broken)})
    if stuck:
        said.append(needs(stuck))
    elif now < service.fixed_at:
        fixed = format_moment(service.fixed_at)
        said.append(_("Before the cut-off date (%(at)s) nobody has to agree.") % {"at": fixed})
    return " ".join(said)


def _messages_of(told: Mapping[int, Sequence[MeetingChange]]) -> Sequence[tuple[str, int]]:
    kinds = (ChangeKind.MOVED, ChangeKind.NEW, ChangeKind.DROPPED)
    counts = {kind: sum(any(one.kind is kind for one in rows) for rows in told.values()) for kind in kinds}
    return [(_(kind.label), count) for kind, count in counts.items() if count]
