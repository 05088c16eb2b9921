"""What changed in a programme, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_span, local_date
from handschlag.design.components.parts import FieldChange
from handschlag.directory.screens import texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.events.queries.conferences.changes import VersionChange
from handschlag.events.rules.programme import Difference, DifferenceKind, Fact, Item, Programme
from handschlag.events.screens.conferences import language_labels
from handschlag.events.screens.conferences.session_lines import named_day

KINDS: Final[dict[DifferenceKind, Word]] = {
    DifferenceKind.NEW: gettext_lazy("new"),
    DifferenceKind.CHANGED: gettext_lazy("changed"),
    DifferenceKind.CANCELLED: gettext_lazy("cancelled"),
    DifferenceKind.REVIVED: gettext_lazy("takes place after all"),
    DifferenceKind.GONE: gettext_lazy("cancelled"),
}
FACTS: Final[dict[Fact, Word]] = {
    Fact.TIME: gettext_lazy("Time"),
    Fact.ROOM: gettext_lazy("Room"),
    Fact.TITLE: gettext_lazy("Title"),
    Fact.SPEAKERS: gettext_lazy("Speakers"),
    Fact.LANGUAGE: gettext_lazy("Language"),
    Fact.KIND: gettext_lazy("Kind"),
    Fact.TRACK: gettext_lazy("Track"),
    Fact.SEATS: gettext_lazy("Number of places"),
    Fact.ABSTRACT: gettext_lazy("Description"),
    Fact.PAPERS: gettext_lazy("Slides and documents"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSession:
    """A session of a version in words; `others` changed without a word that could be compared."""

    item: Item
    kind: str
    when: str
    room: str
    is_cancelled: bool
    changes: Sequence[FieldChange]
    others: str


def version_title(step: VersionChange) -> str:
    """What a version did, in a few words."""
    number = len(step.differences)
    if step.number == 1:
        return _("The programme was published")
    if not number:
        return _("Small corrections")
    text = ngettext("%(n)s session changed", "%(n)s sessions changed", number)
    return text % {"n": texts.number(number)}


def changed_sessions(step: VersionChange) -> list[ChangedSession]:
    """What one version changed, session by session."""
    return [_changed(step, difference) for difference in step.differences]


def _changed(step: VersionChange, one: Difference) -> ChangedSession:
    item = one.after or one.before
    assert item is not None
    compared, others = [], []
    for fact in one.facts:
        say = COMPARED.get(fact)
        if say is None or one.before is None or one.after is None:
            others.append(str(FACTS[fact]))
            continue
        old, new = say(step.before, one.before), say(step.after, one.after)
        compared.append(FieldChange(label=str(FACTS[fact]), old=old, new=new))
    return ChangedSession(
        item=item,
        kind=str(KINDS[one.kind]),
        when=_moment(step.after, item),
        room=_room(step.after, item),
        is_cancelled=one.kind in {DifferenceKind.CANCELLED, DifferenceKind.GONE},
        changes=tuple(compared),
        others=", ".join(others),
    )


def _moment(programme: Programme, item: Item) -> str:
    """Dienstag, 20. April, 09:30 bis 10:00, Saal 1"""
    return ", ".join(part for part in (_time(programme, item), _room(programme, item)) if part)


def _time(programme: Programme, item: Item) -> str:
    del programme
    return f"{named_day(local_date(item.starts_at))}, {format_span(item.starts_at, item.ends_at)}"


def _room(programme: Programme, item: Item) -> str:
    found = programme.room(item.room)
    return pick(found.name_de, found.name_en) if found else ""


def _track(programme: Programme, item: Item) -> str:
    found = programme.track(item.track)
    return pick(found.name_de, found.name_en) if found else ""


def _speakers(programme: Programme, item: Item) -> str:
    people = (programme.person(one.speaker) for one in item.speakers)
    return ", ".join(person.name for person in people if person)


COMPARED: Final[dict[Fact, Callable[[Programme, Item], str]]] = {
    Fact.TIME: _time,
    Fact.ROOM: _room,
    Fact.TRACK: _track,
    Fact.SPEAKERS: _speakers,
    Fact.TITLE: lambda _programme, item: pick(item.title_de, item.title_en),
    Fact.KIND: lambda _programme, item: str(language_labels.KINDS[item.kind]),
    Fact.LANGUAGE: lambda _programme, item: str(language_labels.LANGUAGES[item.language]),
    Fact.SEATS: lambda _programme, item: texts.number(item.seats) if item.seats is not None else "",
}
