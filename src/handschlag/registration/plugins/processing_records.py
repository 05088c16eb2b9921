"""What registration does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.personal_data import Basis, Processing
from handschlag.registration.models import CheckIn, Consent, EventInvitation, PeopleList, Registration
from handschlag.registration.models.people_imports import ListState
from handschlag.registration.queries.occupancy import unconfirmed_of


def _keep_days() -> int:
    return int(settings.KEEP_REGISTRATIONS_DAYS)


def _people(event_id: int) -> int:
    return Registration.objects.filter(event_id=event_id, erased_at=None).count()


def _consents(event_id: int) -> int:
    return Consent.objects.filter(registration__event_id=event_id).count()


def _arrivals(event_id: int) -> int:
    return CheckIn.objects.filter(registration__event_id=event_id, registration__erased_at=None).count()


def _invited(event_id: int) -> int:
    return EventInvitation.objects.filter(event_id=event_id).count()


def _lists(event_id: int) -> int:
    return PeopleList.objects.filter(
        event_id=event_id, state__in=[ListState.COLUMNS, ListState.CHECKED]
    ).count()


PROCESSINGS: Final = (
    Processing(
        key="registration.people",
        what=_("Name, e-mail address, telephone, organisation, role, place, languages, sessions, arrival"),
        whose=_("people who registered"),
        purpose=_("holding the event: places, programme, letters about changes"),
        seen_by=_("the event’s team; others see what the person allows"),
        kept=_("some time after the event, or until the person erases it"),
        basis=Basis.CONTRACT,
        days=_keep_days,
        count=_people,
    ),
    Processing(
        key="registration.unconfirmed",
        what=_("What was typed into the form with an email address that was not confirmed yet"),
        whose=_("people who filled in the form, or whose address somebody else typed"),
        purpose=_("registering the person once the address is confirmed"),
        seen_by=_("whoever opens the link in the email; the event’s team sees the number"),
        kept=_("two days, unless the operator has set another time"),
        basis=Basis.CONTRACT,
        count=unconfirmed_of,
    ),
    Processing(
        key="registration.needs",
        what=_("Food, ways without steps, quiet place, interpreter, further needs"),
        whose=_("people who said so"),
        purpose=_("that everybody can take part; the kitchen gets numbers without names"),
        seen_by=_("the event’s team"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="registration.consents",
        what=_("Consents with the version of their words, when given and withdrawn"),
        whose=_("people who registered"),
        purpose=_("proof that somebody agreed"),
        seen_by=_("the event’s team"),
        kept=_("as long as the registration"),
        basis=Basis.DUTY,
        days=_keep_days,
        count=_consents,
    ),
    Processing(
        key="registration.arrivals",
        what=_("When somebody came, and badges that were printed"),
        whose=_("people who came"),
        purpose=_("reception, and knowing who is in the house"),
        seen_by=_("the desk and the event’s team"),
        kept=_("as long as the registration"),
        basis=Basis.INTEREST,
        days=_keep_days,
        count=_arrivals,
    ),
    Processing(
        key="registration.invitations",
        what=_("Name and e-mail address of invited people"),
        whose=_("people who were invited"),
        purpose=_("inviting to the event"),
        seen_by=_("the event’s team"),
        kept=_("some time after the event"),
        basis=Basis.INTEREST,
        days=_keep_days,
        count=_invited,
    ),
    Processing(
        key="registration.lists",
        what=_("Tables of people that are not taken over yet"),
        whose=_("people in the table"),
        purpose=_("registering many people at once"),
        seen_by=_("the event’s team"),
        kept=_("two weeks, if they are not taken over"),
        basis=Basis.INTEREST,
        count=_lists,
    ),
)
