"""What matching does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing
from handschlag.matching.models import Participant, Seat
from handschlag.matching.rules.memory import KEEP
from handschlag.matching.rules.partner_search import KEEP_AGREED, KEEP_OVER


def _keep_days() -> int:
    return int(settings.KEEP_REGISTRATIONS_DAYS)


def _partner_days() -> str:
    days = {"over": KEEP_OVER.days, "agreed": KEEP_AGREED.days}
    return (
        gettext("%(over)s days after an interest was expressed; %(agreed)s days after both have said yes")
        % days
    )


def _profiles(event_id: int) -> int:
    return Participant.objects.filter(service__event_id=event_id, registration__erased_at=None).count()


def _seats(event_id: int) -> int:
    rows = Seat.objects.filter(meeting__service__event_id=event_id)
    return rows.filter(participant__registration__erased_at=None).count()


PROCESSINGS: Final = (
    Processing(
        key="matching.profiles",
        what=_("Goal, technology fields, offers and needs, times kept free, limits"),
        whose=_("participants in matchmaking"),
        purpose=_("suggesting people to meet, with reasons for both sides"),
        seen_by=_("the organisers; others see what the person allows"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_profiles,
    ),
    Processing(
        key="matching.wishes",
        what=_("Wishes, also “rather not”, requests with their purpose, answers"),
        whose=_("participants in matchmaking"),
        purpose=_("deciding who meets whom; “rather not” is seen by nobody else"),
        seen_by=_(
            "requests that were sent: the people of the request and the event’s team; "
            "wishes that were not sent: nobody but who noted them, not even as a number; that a reminder "
            "of unsent wishes was emailed can be seen in the outbox"
        ),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="matching.tables",
        what=_("Topic tables that people host, and who would like to sit there"),
        whose=_("participants in matchmaking who host or join a table"),
        purpose=_("bringing together three to six people about one topic"),
        seen_by=_("topic, host and who has a seat: all participants; who is waiting: the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="matching.emails",
        what=_("Which emails about matchmaking were sent, and which were turned off"),
        whose=_("participants in matchmaking"),
        purpose=_("sending each email at most once, and none that is not wanted"),
        seen_by=_("nobody but the person"),
        kept=_("as long as the registration"),
        basis=Basis.INTEREST,
        days=_keep_days,
    ),
    Processing(
        key="matching.partners",
        what=_("Who looks for partners for an organisation, expresses interest with a purpose, and answers"),
        whose=_("people who manage the entry of an organisation and turned the search for partners on"),
        purpose=_("bringing organisations together all year, without an event"),
        seen_by=_(
            "purpose: the people of both organisations; name and email address: the other side, only when "
            "both have said yes; a no: only those who said it"
        ),
        kept=lazy(_partner_days, str)(),
        basis=Basis.CONSENT,
        days=lambda: KEEP_AGREED.days,
    ),
    Processing(
        key="matching.memory",
        what=_("That two people met at an earlier event, as keys without names"),
        whose=_("participants who both allow it"),
        purpose=_("recommending new people at later events"),
        seen_by=_("the two people themselves"),
        kept=_("two years at most; ends when one of the two withdraws the consent or asks to be deleted"),
        basis=Basis.CONSENT,
        days=lambda: KEEP.days,
    ),
    Processing(
        key="matching.timetable",
        what=_("Meetings with time and meeting point; published versions contain numbers instead of names"),
        whose=_("people with meetings"),
        purpose=_("the timetable and the proof of its quality"),
        seen_by=_("the people in a meeting and the organisers"),
        kept=_("as long as the registration; versions without names stay"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_seats,
    ),
)
