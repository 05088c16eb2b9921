"""What the emails of the phases say: each with one button, and a way to turn it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common import mail
from handschlag.common.times import format_day_and_time, format_moment
from handschlag.directory.emails.letters import Letter, PlainLink
from handschlag.matching.models import Listed, Participant, Wish
from handschlag.matching.queries.days import ToldMeeting, meetings_of
from handschlag.matching.queries.inbox import IncomingRequest, inbox_of
from handschlag.matching.queries.partners import Partner, partners_of
from handschlag.matching.queries.phase_emails import unsent_wishes
from handschlag.matching.rules.phase_emails import EmailKind
from handschlag.registration.emails.common_text import event_title, when_and_where
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.queries.certificates import certificate_facts

UNSENT: Final = "unsent"  # the seal in whose place the number of noted wishes is put in
SHOWN: Final = 5
_WITH_MEETINGS: Final = frozenset({EmailKind.FIXED, EmailKind.COMING, EmailKind.TOMORROW, EmailKind.THANKS})
_WITH_REQUESTS: Final = frozenset({EmailKind.WAITING, EmailKind.ENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFacts:
    """What one email tells of others."""

    meetings: tuple[ToldMeeting, ...] = ()
    requests: tuple[IncomingRequest, ...] = ()
    recommended: tuple[Partner, ...] = ()
    has_certificate: bool = False
    has_lists: bool = False  # recommendations can be seen by now

    @property
    def people(self) -> set[int]:
        """Everybody who is named."""
        met = {other.id for one in self.meetings for other in one.others}
        return met | {one.sender.id for one in self.requests} | {one.id for one in self.recommended}


def tell_phase(participant: Participant, kind: EmailKind, *, now: datetime) -> None:
    """One email to one participant, in the language of the registration."""
    post_phase(participant, kind, _facts_of(participant, kind, now=now), now=now)


def post_phase(participant: Participant, kind: EmailKind, facts: PhaseFacts, *, now: datetime) -> None:
    """The same, telling these facts."""
    registration = participant.registration
    others = Participant.objects.filter(pk__in=facts.people).select_related("registration")
    post_to(
        registration,
        lambda: _LETTERS[kind](participant, facts),
        kind=f"matching.{kind.value}",
        now=now,
        named=[one.registration for one in others],
        unsubscribe=own_address("matching:mute", registration, kind.value),
    )


def phase_letter(participant: Participant, kind: EmailKind, *, now: datetime) -> Letter:
    """The same words for somebody who wants to see them first, in the language that is spoken now."""
    return _LETTERS[kind](participant, _facts_of(participant, kind, now=now))


def unsent_in_letter(participant_id: int, to: str) -> str | None:
    """How many wishes are noted and not sent, when the email goes out: None where none is left.

    The outbox must not hold the number: what somebody notes for themselves is seen by nobody else.
    """
    rows = Wish.objects.filter(by=participant_id, by__registration__email=to)
    number = unsent_wishes(rows).count()
    return str(number) if number else None


def emails_way(participant: Participant) -> PlainLink:
    """Where the person chooses which emails they get."""
    url = own_address("matching:emails", participant.registration)
    return PlainLink(label=_("Choose which emails you get"), url=url)


def _facts_of(participant: Participant, kind: EmailKind, *, now: datetime) -> PhaseFacts:
    if kind in _WITH_MEETINGS:
        facts = certificate_facts(participant.registration, now=now) if kind is EmailKind.THANKS else None
        has_certificate = facts is not None and facts.refusal is None
        return PhaseFacts(meetings=meetings_of(participant), has_certificate=has_certificate)
    if kind in _WITH_REQUESTS:
        return PhaseFacts(requests=inbox_of(participant))
    if kind is EmailKind.WISHES:
        rows = Listed.objects.filter(participant=participant, partner__left_at=None).order_by("position")
        ids = list(rows.values_list("partner_id", flat=True)[:SHOWN])
        found = partners_of(ids)
        return PhaseFacts(recommended=tuple(found[pk] for pk in ids if pk in found))
    return PhaseFacts(has_lists=now >= participant.service.wishes_from)


def _letter(
    participant: Participant,
    facts: PhaseFacts,
    subject: str,
    *paragraphs: str,
    page: str,
    link: str,
    quote: str = "",
) -> Letter:
    """The words with what is known put in."""
    service, registration = participant.service, participant.registration
    known = {
        "event": event_title(service.event),
        "name": registration.name,
        "until": format_moment(service.answers_until),
        "from": format_moment(service.wishes_from),
        "where": when_and_where(service.event),
        "unsent": mail.seal(UNSENT, participant.pk, to=registration.email),
        "first": format_day_and_time(facts.meetings[0].starts_at) if facts.meetings else "",
        "n": len(facts.meetings) or len(facts.requests),
    }
    ways = [emails_way(participant)]
    if facts.has_certificate:
        url = own_address("registration:certificate", registration)
        ways.insert(0, PlainLink(label=_("Your certificate of attendance"), url=url))
    return Letter(
        subject=subject % known,
        paragraphs=tuple(text % known for text in (_("Hello %(name)s,"), *paragraphs)),
        quote=quote,
        values={**known, "number": known["n"]},
        url=own_address(page, registration),
        link=link,
        ways=tuple(ways),
    )


def _profiles(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Your profile: %(event)s"),
        _("You can now say what you offer and what you are looking for at “%(event)s”."),
        _("Two or three sentences are enough. You then see your recommendations.")
        if facts.has_lists
        else _("Two or three sentences are enough. You see your recommendations from %(from)s."),
        page="matching:profile",
        link=_("Write my profile"),
    )


def _wishes(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Your recommendations: %(event)s"),
        _("You can now choose whom to meet at “%(event)s”. Please send your requests by %(until)s."),
        _("These people fit best:"),
        page="matching:recommended",
        link=_("See my recommendations"),
        quote="\n".join(f"{one.name}, {one.sub}" if one.sub else one.name for one in facts.recommended),
    )


def _unsent(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Requests ready, not sent: %(event)s"),
        _("Requests that you have chosen and not sent yet: %(unsent)s."),
        _("The other people see them once you send them. Please do so by %(until)s."),
        page="matching:send",
        link=_("Check and send"),
    )


def _waiting(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Requests for you: %(event)s"),
        _number_waiting(facts),
        _("No time is reserved until you say yes. You can decline without a reason."),
        _("Please answer by %(until)s."),
        page="matching:inbox",
        link=_("Answer requests"),
        quote=_requested(facts),
    )


def _ending(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Answers by %(until)s: %(event)s"),
        _("You can answer requests for “%(event)s” until %(until)s."),
        _number_waiting(facts),
        page="matching:inbox",
        link=_("Answer requests"),
        quote=_requested(facts),
    )


def _fixed(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Your day is fixed: %(event)s"),
        _("The times of your meetings at “%(event)s” are fixed. They only change with your consent."),
        page="matching:day",
        link=_("My day"),
        quote=_met(facts),
    )


def _coming(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Are you coming? %(event)s"),
        _("Your first meeting: %(first)s."),
        _asked_to_confirm(),
        page="matching:coming",
        link=_("Confirm or release my meetings"),
        quote=_met(facts),
    )


def _asked_to_confirm() -> str:
    return _(
        "Please tell us whether you are coming. If you cannot come, your meetings are released, so that "
        "others can use the time."
    )


def _tomorrow(participant: Participant, facts: PhaseFacts) -> Letter:
    is_open = participant.comes_at is None
    return _letter(
        participant,
        facts,
        _("Your day tomorrow: %(event)s"),
        _("Your first meeting: %(first)s."),
        "%(where)s",
        *([_asked_to_confirm()] if is_open else []),
        page="matching:coming" if is_open else "matching:day",
        link=_("Confirm or release my meetings") if is_open else _("My day"),
        quote=_met(facts),
    )


def _thanks(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Thank you for coming: %(event)s"),
        ngettext(
            "You had %(n)s meeting at “%(event)s”.",
            "You had %(n)s meetings at “%(event)s”.",
            len(facts.meetings),
        ),
        _("Two taps for each one: did it take place, and do you want to exchange contact details?"),
        page="day:afterwards",
        link=_("Look back on my meetings"),
    )


def _number_waiting(facts: PhaseFacts) -> str:
    return ngettext(
        "%(n)s person is waiting for your answer.",
        "%(n)s people are waiting for your answer.",
        len(facts.requests),
    )


def _requested(facts: PhaseFacts) -> str:
    return "\n".join(f"{one.sender.name}: {one.purpose}" for one in facts.requests[:SHOWN])


def _met(facts: PhaseFacts) -> str:
    at_table, online = _("%(time)s, meeting point %(place)s: %(names)s"), _("%(time)s, online: %(names)s")
    return "\n".join(
        (online if one.is_online else at_table)
        % {"time": format_day_and_time(one.starts_at), "place": one.place_code, "names": one.names}
        for one in facts.meetings
    )


_LETTERS: Final[Mapping[EmailKind, Callable[[Participant, PhaseFacts], Letter]]] = {
    EmailKind.PROFILES: _profiles,
    EmailKind.WISHES: _wishes,
    EmailKind.UNSENT: _unsent,
    EmailKind.WAITING: _waiting,
    EmailKind.ENDING: _ending,
    EmailKind.FIXED: _fixed,
    EmailKind.COMING: _coming,
    EmailKind.TOMORROW: _tomorrow,
    EmailKind.THANKS: _thanks,
}
