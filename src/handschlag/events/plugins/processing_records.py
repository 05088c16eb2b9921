"""What organising does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing
from handschlag.events.models import Contribution, EventOrganiser, ReceptionPass, Speaker, StandStaff


def _team(event_id: int) -> int:
    return EventOrganiser.objects.filter(event_id=event_id).count()


def _receptionists(event_id: int) -> int:
    """How many have, or had, access to the reception."""
    return ReceptionPass.objects.filter(event_id=event_id).count()


def _speakers(event_id: int) -> int:
    return Speaker.objects.filter(event_id=event_id).count()


def _contributions(event_id: int) -> int:
    return Contribution.objects.filter(event_id=event_id).count()


def _staff(event_id: int) -> int:
    return StandStaff.objects.filter(stand__event_id=event_id).count()


PROCESSINGS: Final = (
    Processing(
        key="events.team",
        what=_("Accounts that manage an event"),
        whose=_("the organisers"),
        purpose=_("knowing who may change it"),
        seen_by=_("the organisers, administrators"),
        kept=_("until someone leaves the team"),
        basis=Basis.INTEREST,
        count=_team,
    ),
    Processing(
        key="events.reception",
        what=_("Reception team: name, email address, when the link was opened"),
        whose=_("people at the reception"),
        purpose=_("letting them check people in, at this event only"),
        seen_by=_("the organisers"),
        kept=_("until a month after the event"),
        basis=Basis.CONTRACT,
        count=_receptionists,
    ),
    Processing(
        key="events.speakers",
        what=_("Name, role and organisation of speakers, as the programme names them"),
        whose=_("speakers"),
        purpose=_("announcing the programme"),
        seen_by=_("everyone"),
        kept=_("as long as the programme is public"),
        basis=Basis.CONTRACT,
        count=_speakers,
    ),
    Processing(
        key="events.contributions",
        what=_(
            "Contributions: title, text, name, email address, organisation, introduction, picture, when "
            "someone cannot come, needs on site, scores and remarks of the team"
        ),
        whose=_("people who propose a contribution"),
        purpose=_("choosing the programme"),
        seen_by=_("the event’s team; what is accepted is published with the programme"),
        kept=_("as many days after a refusal or the event as the call says, by default 90"),
        basis=Basis.CONSENT,
        count=_contributions,
    ),
    Processing(
        key="events.stands",
        what=_("Contacts at stands: name, organisation, email address"),
        whose=_("contacts at stands"),
        purpose=_("knowing whom to ask at a stand; the name is public with consent"),
        seen_by=_("the event’s team; everyone with consent"),
        kept=_("until they are removed from the stand"),
        basis=Basis.CONSENT,
        count=_staff,
    ),
)
