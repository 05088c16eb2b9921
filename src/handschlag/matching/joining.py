"""Somebody takes part in matching, describes themselves, and says shortly before that they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching import phases
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import increase_revision, lock_service, participant_now
from handschlag.matching.engine.vocabulary import codes_named, fields_of
from handschlag.matching.kinds import kind_read
from handschlag.matching.models import Participant, ProfileDraft, Service, Statement
from handschlag.matching.phases import phase_of
from handschlag.matching.profile_data import (
    Profile,
    RegistrationExtras,
    StatementData,
    columns,
    drafted_statements,
)
from handschlag.matching.recommendation_lists import want_lists
from handschlag.matching.refusals import MatchingRefusal
from handschlag.registration.hooks import ImportedStatement
from handschlag.registration.models import Consent, ConsentPurpose, Registration, RegistrationState
from handschlag.registration.places import save_registration
from handschlag.registration.registration_data import write_consents


@transaction.atomic
def join(
    *, registration_id: int, has_link: bool, by: Subject, now: datetime, agrees: bool = False
) -> Participant:
    """The person takes part; who has left comes back. Needs a confirmed registration and consent.

    With `agrees` the person gives the consent to matching now.
    """
    registration = Registration.objects.select_related("event").get(pk=registration_id)
    service = Service.objects.filter(event_id=registration.event_id, is_open=True).first()
    if service is None:
        raise Refusal(MatchingRefusal.NOT_OFFERED)
    service = lock_service(service.pk)
    if not phases.may_describe(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    if registration.state != RegistrationState.CONFIRMED:
        raise Refusal(MatchingRefusal.NOT_CONFIRMED)
    if not _has_consent(registration) and not agrees:
        raise Refusal(MatchingRefusal.NO_CONSENT)
    found, is_new = Participant.objects.get_or_create(
        registration=registration, defaults={"service": service, "joined_at": now}
    )
    require_self(by, found, has_link=has_link)
    if not _has_consent(registration):
        _give_consent(registration, now=now)
    if is_new or found.left_at is not None:
        Participant.objects.filter(pk=found.pk).update(left_at=None, version=F("version") + 1)
        changed_profiles(service)
        audit.record(verb="matching.joined", target=found, by_id=by.user_id, now=now)
    found.refresh_from_db()
    return found


def join_agreed(*, registration: Registration, by: Subject, now: datetime) -> Participant | None:
    """Who agreed when registering takes part without being asked again; None where that cannot be yet."""
    if not _has_consent(registration):
        return None
    try:
        return join(registration_id=registration.pk, has_link=True, by=by, now=now)
    except Refusal:
        return None


def _has_consent(registration: Registration) -> bool:
    return Consent.objects.filter(
        registration=registration, purpose=ConsentPurpose.MATCHING, withdrawn_at=None
    ).exists()


def _give_consent(registration: Registration, *, now: datetime) -> None:
    valid = registration.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    write_consents(registration, {*valid, ConsentPurpose.MATCHING}, now=now)


@transaction.atomic
def describe(
    *, participant_id: int, seen: int, profile: Profile, has_link: bool, by: Subject, now: datetime
) -> Participant:
    """The profile says this now. Of two who change it at once the second is told so."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if not phases.may_describe(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    values = {**columns(profile), "described_at": participant.described_at or now}
    values["fields"] = values["fields"] or list(_topics_of(participant, profile.statements))
    rows = Participant.objects.filter(pk=participant.pk, version=seen)
    if not rows.update(version=F("version") + 1, **values):
        raise Refusal(MatchingRefusal.STALE)
    _write_statements(participant, profile.statements)
    ProfileDraft.objects.filter(registration=participant.registration_id).delete()
    _write_about(participant.registration, profile.about, now=now)
    changed_profiles(service)
    want_lists(service=service, now=now)
    audit.record(verb="matching.described", target=participant, by_id=by.user_id, now=now)
    participant.refresh_from_db()
    return participant


def _topics_of(participant: Participant, statements: Sequence[StatementData]) -> tuple[str, ...]:
    """The technology fields of the organisation's entry, or else those that the words belong to."""
    actor = participant.registration.actor
    entered = tuple(actor.fields.order_by("pk").values_list("pk", flat=True)) if actor else ()
    return entered or fields_of(
        code
        for one in statements
        for code in (*one.concepts, *codes_named(one.text, one.language, one.not_meant))
    )


def _write_about(registration: Registration, about: RegistrationExtras | None, *, now: datetime) -> None:
    """Only what changed, so that the registration is no newer where nothing did."""
    after = columns(about) if about else {}
    changes = {name: value for name, value in after.items() if getattr(registration, name) != value}
    if changes:
        save_registration(registration, seen=None, now=now, **changes)


def _write_statements(participant: Participant, statements: Sequence[StatementData]) -> None:
    """Who says the same keeps the row: recommendations, as long as they stand, name it as their reason."""
    before = {(row.direction, row.text, row.language): row for row in participant.statements.all()}
    known = {row.pk for row in before.values()}
    rows = [
        Statement(
            pk=kept.pk if kept else None,
            participant=participant,
            direction=one.direction,
            text=one.text,
            language=one.language,
            concepts=list(one.concepts),
            not_meant=list(one.not_meant),
            kind=one.kind or kind_read(one.text, one.direction) or "",
            position=number,
        )
        for number, one in enumerate(statements)
        for kept in [before.pop((one.direction, one.text, one.language), None)]
    ]
    kept_rows = [row for row in rows if row.pk in known]
    participant.statements.exclude(pk__in=[row.pk for row in kept_rows]).delete()
    Statement.objects.bulk_create([row for row in rows if row.pk not in known])
    changed = ["concepts", "not_meant", "kind", "position"]
    Statement.objects.bulk_update(kept_rows, changed)


def changed_profiles(service: Service) -> None:
    """People changed: recommendations and the engine read them anew. The service is locked."""
    Service.objects.filter(pk=service.pk).update(profiles_revision=F("profiles_revision") + 1)
    service.profiles_revision += 1
    increase_revision(service, structure=True)


@transaction.atomic
def confirm_coming(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Participant:
    """The person comes; said twice, the first time counts. Who cannot come leaves: `leaving.leave`."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    if Participant.objects.filter(pk=participant.pk, comes_at=None).update(comes_at=now):
        participant.comes_at = now
        audit.record(verb="matching.comes", target=participant, by_id=by.user_id, now=now)
    return participant


def keep_drafts(drafts: Sequence[tuple[Registration, Sequence[ImportedStatement]]], *, now: datetime) -> None:
    """New registrations of a list have these drafts; needs no right beside that to apply the list."""
    ProfileDraft.objects.bulk_create(
        ProfileDraft(
            registration=registration,
            statements=[
                {"direction": one.direction, "text": one.text, "kind": one.kind} for one in statements
            ],
            made_at=now,
        )
        for registration, statements in drafts
    )


@transaction.atomic
def confirm(*, registration_id: int, agrees: bool, has_link: bool, by: Subject, now: datetime) -> Participant:
    """The person takes part and says what the draft says, all by one press."""
    registration = Registration.objects.get(pk=registration_id)
    statements = drafted_statements(registration)
    if not statements:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    me = join(registration_id=registration_id, agrees=agrees, has_link=has_link, by=by, now=now)
    profile = Profile(statements=statements, visibility=me.visibility)
    return describe(participant_id=me.pk, seen=me.version, profile=profile, has_link=has_link, by=by, now=now)
