"""What registration does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing
from handschlag.registration.models import (
    Answer,
    Certificate,
    CheckIn,
    Consent,
    EventInvitation,
    PeopleList,
    Registration,
)
from handschlag.registration.models.people_imports import ListState
from handschlag.registration.queries.occupancy import unconfirmed_of


def _keep_days() -> int:
    return int(settings.KEEP_REGISTRATIONS_DAYS)


def _people(event_id: int) -> int:
    return Registration.objects.filter(event_id=event_id, erased_at=None).count()


def _answers(event_id: int) -> int:
    return Answer.objects.filter(question__event_id=event_id).count()


def _consents(event_id: int) -> int:
    return Consent.objects.filter(registration__event_id=event_id).count()


def _arrivals(event_id: int) -> int:
    return CheckIn.objects.filter(registration__event_id=event_id, registration__erased_at=None).count()


def _certificates(event_id: int) -> int:
    return Certificate.objects.filter(registration__event_id=event_id).count()


def _invited(event_id: int) -> int:
    return EventInvitation.objects.filter(event_id=event_id).count()


def _lists(event_id: int) -> int:
    return PeopleList.objects.filter(
        event_id=event_id, state__in=[ListState.COLUMNS, ListState.CHECKED]
    ).count()


PROCESSINGS: Final = (
    Processing(
        key="registration.people",
        what=_("Name, email address, telephone, organisation, role, place, languages, sessions, arrival"),
        whose=_("people who registered"),
        purpose=_("running the event: places, programme, emails about changes"),
        seen_by=_("the organisers; others see what the person allows"),
        kept=_("some time after the event, or until the person deletes it"),
        basis=Basis.CONTRACT,
        days=_keep_days,
        count=_people,
    ),
    Processing(
        key="registration.answers",
        what=_("Answers to questions that the organisers ask when people register"),
        whose=_("people who registered"),
        purpose=_("running the event, as each question says"),
        seen_by=_("the organisers; other participants where the question says so"),
        kept=_("as many days after the event as the organisers have set for each question"),
        basis=Basis.CONTRACT,
        days=_keep_days,
        count=_answers,
    ),
    Processing(
        key="registration.unconfirmed",
        what=_("What was typed into the form with an email address that was not confirmed yet"),
        whose=_("people who filled in the form or whose address someone else entered"),
        purpose=_("registering the person once the address is confirmed"),
        seen_by=_("whoever opens the link in the email; the event’s team sees the number"),
        kept=_("two days, unless the operator has set another time"),
        basis=Basis.CONTRACT,
        count=unconfirmed_of,
    ),
    Processing(
        key="registration.needs",
        what=_("Food, step-free access, quiet place, interpreting, other requirements"),
        whose=_("people who provided the information"),
        purpose=_("so that everyone can take part; catering gets numbers without names"),
        seen_by=_("the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="registration.consents",
        what=_("Consents: wording, date given, date withdrawn"),
        whose=_("people who registered"),
        purpose=_("proof of consent"),
        seen_by=_("the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.DUTY,
        days=_keep_days,
        count=_consents,
    ),
    Processing(
        key="registration.arrivals",
        what=_("Check-in times and printed badges"),
        whose=_("people who came"),
        purpose=_("check-in, and knowing who is on site"),
        seen_by=_("reception and the organisers"),
        kept=_("as long as the registration"),
        basis=Basis.INTEREST,
        days=_keep_days,
        count=_arrivals,
    ),
    Processing(
        key="registration.certificates",
        what=_("Certificates of attendance: when issued, whether revoked"),
        whose=_("people who downloaded their certificate"),
        purpose=_("confirming that a certificate is genuine"),
        seen_by=_("the organisers; whoever has the certificate sees the event and the date of issue"),
        kept=_("as long as the registration"),
        basis=Basis.CONTRACT,
        days=_keep_days,
        count=_certificates,
    ),
    Processing(
        key="registration.invitations",
        what=_("Name and email address of invited people, whether they cannot come, whom they suggest"),
        whose=_("people who were invited or suggested by someone invited"),
        purpose=_("inviting to the event"),
        seen_by=_("the organisers"),
        kept=_("some time after the event"),
        basis=Basis.INTEREST,
        days=_keep_days,
        count=_invited,
    ),
    Processing(
        key="registration.lists",
        what=_("Uploaded lists of people not imported yet"),
        whose=_("people in the table"),
        purpose=_("registering several people together"),
        seen_by=_("the organisers"),
        kept=_("two weeks if they are not imported"),
        basis=Basis.INTEREST,
        count=_lists,
    ),
)
