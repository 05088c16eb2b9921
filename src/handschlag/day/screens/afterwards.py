"""Afterwards: two taps for each meeting, a next step, and the contact, released by both or by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day_and_time
from handschlag.day.queries.afterwards import Over, over_of
from handschlag.day.rules.marks import MeetingVerdict
from handschlag.day.screens.participant_shell import frame_of, tabs_of
from handschlag.design.components.participant import Shell
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant

PAIRS = {
    MeetingVerdict.OPEN: "asked",
    MeetingVerdict.HELD: "meets",
    MeetingVerdict.NOT_HELD: "empty",
    MeetingVerdict.DISPUTED: "clash",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOption:
    """One button of a question: what it sends, and whether it was pressed before."""

    name: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: int
    name: str
    sub: str
    when: str
    pair: str
    word: str
    warning: str
    objection: str
    is_gone: bool
    has_happened: bool
    took_place: Sequence[FormOption]
    was_worth: Sequence[FormOption]
    next_step: str
    releases_contact: bool
    url: str
    object_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _AfterwardsScreen:
    shell: Shell
    tabs: Sequence[Link]
    title: str
    lead: str
    rows: Sequence[_Row]
    released: str
    contacts: str


def afterwards_screen(participant: Participant, *, token: str, now: datetime) -> _AfterwardsScreen:
    """The meetings of one person that are over at `now`, with what they said of each."""
    found = over_of(participant, now=now)
    open_ones = sum(one.took_place is None for one in found)
    return _AfterwardsScreen(
        shell=frame_of(participant, token),
        tabs=tabs_of(token, "day:afterwards"),
        title=_title_of(found, open_ones),
        lead=_("Two taps per meeting: did it take place, and was it worthwhile? You can change it later.")
        if found
        else _("Your meetings appear here once the first one is over."),
        rows=tuple(_row_of(one, token=token) for one in found),
        released=_released_words(participant),
        contacts=reverse("day:contacts", args=[token]),
    )


def _title_of(found: Sequence[Over], open_ones: int) -> str:
    if not found:
        return _("None of your meetings is over yet.")
    if not open_ones:
        return _("Everything is answered. Thank you.")
    return ngettext(
        "%(n)s meeting still needs your answer.", "%(n)s meetings still need your answer.", open_ones
    ) % {"n": open_ones}


def _released_words(participant: Participant) -> str:
    """What somebody gives away with a contact, to the letter."""
    registration = participant.registration
    facts = [fact for fact in (registration.email, registration.phone) if fact]
    if not facts:
        return _("Your contact: name, role, organisation and place.")
    return _("Your contact: %(facts)s, with name, role, organisation and place.") % {
        "facts": ", ".join(facts)
    }


def _row_of(one: Over, *, token: str) -> _Row:
    denied = ", ".join(person.name for person in one.denied_by)
    return _Row(
        id=one.request,
        name=one.names,
        sub=one.others[0].sub if len(one.others) == 1 else one.purpose,
        when=format_day_and_time(one.starts_at) if one.starts_at else "",
        pair=PAIRS[one.verdict],
        word=_word_of(one),
        warning=_warning_of(one, denied),
        objection=_("That is not correct: it took place") if denied and not one.has_objected else "",
        is_gone=one.took_place is False,
        has_happened=one.took_place is True,
        took_place=(
            FormOption(name="took_place", value="yes", label=_("Yes"), is_chosen=one.took_place is True),
            FormOption(name="took_place", value="no", label=_("No"), is_chosen=one.took_place is False),
        ),
        was_worth=(
            FormOption(name="was_worth", value="yes", label=_("Yes"), is_chosen=one.was_worth is True),
            FormOption(name="was_worth", value="no", label=_("Not really"), is_chosen=one.was_worth is False),
        ),
        next_step=one.next_step,
        releases_contact=one.releases_contact,
        url=reverse("day:mark", args=[token, one.request]),
        object_url=reverse("day:object", args=[token, one.request]),
    )


def _word_of(one: Over) -> str:
    match one.verdict:
        case MeetingVerdict.HELD:
            return _("took place")
        case MeetingVerdict.NOT_HELD:
            return _("did not take place")
        case MeetingVerdict.DISPUTED:
            return _("you gave different answers")
    return _("not answered yet")


def _warning_of(one: Over, denied: str) -> str:
    """A no is read by both sides; what is in dispute counts for nobody."""
    if denied and one.has_objected:
        return _(
            "%(names)s says that the meeting did not take place. You have objected; it is not counted "
            "for anyone."
        ) % {"names": denied}
    if denied and one.took_place is not False:
        return _("%(names)s says that the meeting did not take place. If that is wrong, tell us here.") % {
            "names": denied
        }
    if one.is_objected:
        return _("%(names)s says that the meeting did take place. It is not counted for anyone.") % {
            "names": one.names
        }
    if one.took_place is False:
        return _("%(names)s can see this and object.") % {"names": one.names}
    return ""
