"""How many people look for what somebody offers, counted before or after there is a profile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handschlag.directory.models import Actor
from handschlag.matching.models import Direction, Participant, Service, Statement
from handschlag.registration.models import ConsentPurpose, Registration


class Source(StrEnum):
    """What is known of somebody."""

    OFFERS = "offers"  # the own offers of the profile
    ENTRY = "entry"  # what the directory says of the organisation
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWithConcepts:
    """A text with the concepts that were stated with it."""

    owner: int
    text: str
    language: str
    concepts: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandTexts:
    source: Source
    said: tuple[TextWithConcepts, ...] = ()
    fields: tuple[str, ...] = ()


def known_of(registration: Registration) -> DemandTexts:
    """What somebody offers, by the profile, or else by the entry of the organisation."""
    own = Statement.objects.filter(participant__registration=registration, direction=Direction.OFFER)
    said = tuple(_with_concepts(one, owner=0) for one in own)
    if said:
        return DemandTexts(source=Source.OFFERS, said=said)
    return known_of_actor(registration.actor)


def known_of_actor(actor: Actor | None) -> DemandTexts:
    """What an organisation offers, by its entry."""
    if actor is None:
        return DemandTexts(source=Source.NOTHING)
    offers = actor.statements.filter(direction=Direction.OFFER).values_list("text_de", "text_en")
    words = [(text, code) for pair in offers for text, code in zip(pair, ("de", "en"), strict=True) if text]
    fields = tuple(actor.fields.order_by("pk").values_list("pk", flat=True))
    source = Source.ENTRY if words or fields else Source.NOTHING
    return DemandTexts(
        source=source,
        said=tuple(TextWithConcepts(owner=0, text=text, language=code) for text, code in words),
        fields=fields,
    )


def needs_of_others(service: Service, registration: Registration) -> tuple[TextWithConcepts, ...]:
    """What everybody else needs, but for colleagues of the same organisation."""
    return needs_in(service, but_actor=registration.actor_id, but_registration=registration.pk)


def needs_in(
    service: Service, *, but_actor: int | None, but_registration: int | None = None
) -> tuple[TextWithConcepts, ...]:
    """What people of an event need, without those of one organisation and without one person."""
    rows = Statement.objects.filter(
        participant__service=service, participant__left_at=None, direction=Direction.NEED
    ).exclude(participant__registration=but_registration)
    if but_actor:
        colleagues = Participant.objects.filter(service=service, registration__actor_id=but_actor)
        rows = rows.exclude(participant__in=colleagues.values("pk"))
    columns = ("participant_id", "text", "language", "concepts", "not_meant")
    return tuple(
        TextWithConcepts(
            owner=owner,
            text=text,
            language=language,
            concepts=tuple(concepts),
            not_meant=tuple(not_meant),
        )
        for owner, text, language, concepts, not_meant in rows.order_by("participant_id").values_list(
            *columns
        )
    )


def _with_concepts(statement: Statement, *, owner: int) -> TextWithConcepts:
    return TextWithConcepts(
        owner=owner,
        text=statement.text,
        language=statement.language,
        concepts=tuple(statement.concepts),
        not_meant=tuple(statement.not_meant),
    )


def here(service: Service) -> int:
    """How many take part."""
    return Participant.objects.filter(service=service, left_at=None).count()


def has_consent(registration: Registration) -> bool:
    """Whether the person has agreed to be compared with others."""
    consents = registration.consents.filter(purpose=ConsentPurpose.MATCHING, withdrawn_at=None)
    return bool(consents.exists())
