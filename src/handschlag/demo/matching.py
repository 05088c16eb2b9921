"""The matching of the invented conference, in the middle of its answers, with two topic tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from django.db import transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.mail import rehearsed
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.directory.models import Actor
from handschlag.directory.models import Statement as Said
from handschlag.events.models import Event
from handschlag.events.moments import moment_at
from handschlag.matching import answering
from handschlag.matching.kinds import kind_read
from handschlag.matching.models import (
    RESERVE,
    Direction,
    Listed,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
    StandingYes,
    Statement,
    Wish,
)
from handschlag.matching.models.wishes import pair_of, value_of
from handschlag.matching.recommendation_lists import write_lists
from handschlag.matching.topic_tables.actions import join_table, offer_table
from handschlag.registration.models import Consent, Registration, RegistrationState
from handschlag.registration.registration_data import VERSIONS

SILENT: Final = 0.12  # how many have not wished for anybody yet
SAYS_YES: Final = {True: 0.92, False: 0.55}  # whether the other one stands on the own list, too
SAYS_NO: Final = 0.12
OPEN: Final = 0.25  # how many requests have not been answered yet
MOST_WISHES: Final = 9
PURPOSES: Final = (
    (
        "Wir suchen dazu einen Partner für ein gemeinsames Vorhaben.",
        "We look for a partner for a joint project.",
    ),
    ("Ich möchte Ihr Verfahren an unserem Bauteil prüfen.", "I would like to test your process on our part."),
    (
        "Lassen Sie uns über eine Skizze für das nächste Jahr sprechen.",
        "Let us talk about an outline for next year.",
    ),
    ("Unsere Anlage steht offen: Was brauchen Sie?", "Our plant is open to others: what do you need?"),
    ("Wir haben die gleiche Frage von der anderen Seite.", "We have the same question from the other side."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedRequest:
    """`answer` is what the other one said: a kind of wish for yes, "no", or nothing yet."""

    sender: int
    receiver: int
    kind: str
    purpose: int
    answer: str
    days_ago: int


def draw(lists: Mapping[int, Sequence[int]], *, seed: int) -> list[InventedRequest]:
    """Requests between people of the lists (by person, the best partner first); each pair at most once."""
    dice = Random(seed)
    asked: set[frozenset[int]] = set()
    found: list[InventedRequest] = []
    for person in sorted(lists):
        if dice.random() < SILENT:
            continue
        for place, partner in enumerate(lists[person][: dice.randint(3, MOST_WISHES)]):
            if frozenset((person, partner)) in asked:
                continue
            asked.add(frozenset((person, partner)))
            found.append(
                InventedRequest(
                    sender=person,
                    receiver=partner,
                    kind=_kind_at(place),
                    purpose=dice.randrange(len(PURPOSES)),
                    answer=_answer(dice, is_mutual=person in lists.get(partner, ())),
                    days_ago=dice.randint(0, 9),
                )
            )
    return found


def _kind_at(place: int) -> str:
    return "must" if place < 2 else "want" if place < 6 else "maybe"


def _answer(dice: Random, *, is_mutual: bool) -> str:
    if dice.random() < OPEN:
        return ""
    if dice.random() < SAYS_YES[is_mutual]:
        return dice.choices(("must", "want", "maybe"), (15, 60, 25))[0]
    return "no" if dice.random() < SAYS_NO * 4 else ""


_THEMSELVES: Final = Subject()  # by their own links
_SEATS: Final = 5
_GUESTS: Final = 3
_WORDS: Final = {
    "de": "Was hat bei Ihnen geholfen, und was würden Sie nicht wieder tun?",
    "en": "What has helped you, and what would you not do again?",
}


def host_tables(service: Service, *, now: datetime) -> None:
    """The first is about what the person everybody can be looks for, so that there is a seat to take."""
    people = list(Participant.objects.filter(service=service).select_related("registration").order_by("pk"))
    own, others = people[0], [one for one in people[1:] if one.described_at and not one.is_by_phone]
    others.sort(key=lambda one: (one.seats.count(), one.pk))  # who has few meetings has time
    hosts = _hosts_for(own, others)
    for number, (host, topic) in enumerate(hosts):
        table = offer_table(
            participant_id=host.pk,
            topic=topic,
            words=_WORDS["en" if host.registration.language == "en" else "de"],
            seats=_SEATS,
            has_link=True,
            by=_THEMSELVES,
            now=now,
        )
        guests = [one for one in others if one.pk not in {host.pk for host, _ in hosts}]
        for guest in guests[number * _GUESTS :][: _GUESTS if number == 0 else 1]:
            join_table(table_id=table.pk, participant_id=guest.pk, has_link=True, by=_THEMSELVES, now=now)


def _hosts_for(own: Participant, others: Sequence[Participant]) -> list[tuple[Participant, str]]:
    """Who offers what the person looks for comes first."""
    needed = {code for one in own.statements.filter(direction=Direction.NEED) for code in one.concepts}
    offers = [(one, said) for one in others for said in one.statements.filter(direction=Direction.OFFER)]
    fitting = [(one, said.text) for one, said in offers if needed.intersection(said.concepts)]
    found: list[tuple[Participant, str]] = []
    for one, text in [*fitting, *((one, said.text) for one, said in offers)]:
        if text and one.pk not in {host.pk for host, _ in found}:
            found.append((one, text.rstrip(".")[:120]))
        if len(found) == 2:
            break
    return found


SEED: Final = 1611
LATE: Final = 9  # so many take part and have not described themselves yet
BY_PHONE: Final = 7  # so many do not use the web
MOST_STATEMENTS: Final = 3
BEFOREHAND: Final = 12  # one of so many says yes beforehand, the person whom everybody can be among them
WAITING: Final = 4


def write_matching(event: Event, *, now: datetime) -> Service:
    """Profiles, recommendations, wishes; most requests are answered, and what was said yes to is held."""
    with transaction.atomic():
        service = _set_up(event, now=now)
        people = _take_part(service, now=now)
        _describe(people[:-LATE], now=now)
    write_lists(service_id=service.pk)
    with transaction.atomic():
        _ask(service, now=now)
        answering.answer_all(service, now=now)
        with rehearsed():  # nobody is written to: these people are invented
            host_tables(service, now=now)
        _say_yes_beforehand(service, now=now)
    return service


def _set_up(event: Event, *, now: datetime) -> Service:
    def before(days: int) -> datetime:
        return moment_at(event.first_day - timedelta(days=days), time(18))

    def since(days: int) -> datetime:
        return moment_at((min(now, before(30)) - timedelta(days=days)).date(), time(9))

    return Service.objects.create(
        event=event,
        is_open=True,
        profiles_from=since(21),
        wishes_from=since(10),
        answers_until=before(9),
        fixed_at=before(5),
        has_tables=True,
        changed_at=now,
        is_demo=True,
    )


def _take_part(service: Service, *, now: datetime) -> list[Participant]:
    """Everybody who is confirmed and has agreed; the person whom everybody can be comes first."""
    own = BY_PART[PersonaRole.PARTICIPANT].address
    mine = Registration.objects.get(event=service.event, email=own)
    for purpose in ("matching", "remembered"):
        given = {"text_version": VERSIONS[purpose], "given_at": now}
        Consent.objects.get_or_create(registration=mine, purpose=purpose, defaults=given)
    rows = Registration.objects.filter(
        event=service.event,
        state=RegistrationState.CONFIRMED,
        consents__purpose="matching",
        consents__withdrawn_at=None,
    )
    ordered = sorted(rows.distinct(), key=lambda row: (row.email != own, row.actor_id is None, row.pk))
    return Participant.objects.bulk_create(
        [
            Participant(
                service=service,
                registration=row,
                joined_at=max(service.profiles_from, row.asked_at),
                is_by_phone=0 < number <= BY_PHONE,
                is_demo=True,
            )
            for number, row in enumerate(ordered)
        ]
    )


def _describe(people: Sequence[Participant], *, now: datetime) -> None:
    """Up to three offers and needs each, as those of the actor they come from; colleagues share them."""
    said: dict[int, list[Said]] = defaultdict(list)
    guests = {one for person in people if (one := person.registration.actor_id)}
    some = Actor.objects.filter(is_demo=True).order_by("pk").values_list("pk", flat=True)[:1000]
    rows = Said.objects.filter(actor_id__in={*guests, *some})
    for row in rows.prefetch_related("concepts"):
        said[row.actor_id].append(row)
    spare = sorted(actor for actor, rows in said.items() if len({row.direction for row in rows}) == 2)
    made = _statements_of(people[0], _wanted(said, people))
    for number, person in enumerate(people[1:]):
        actor = person.registration.actor_id or spare[-1 - number % len(spare)]
        made += _statements_of(person, said[actor] or said[spare[number % len(spare)]])
    Statement.objects.bulk_create(made)
    ids = {one.participant_id for one in made}
    Participant.objects.filter(pk__in=ids).update(described_at=now - timedelta(days=9))


def _wanted(said: Mapping[int, Sequence[Said]], people: Sequence[Participant]) -> list[Said]:
    """What fits three of the others both ways, and many one way, for the person whom everybody can be."""
    here = [person.registration.actor_id or 0 for person in people]
    by_topic: dict[tuple[str, str], Said] = {}
    for actor in said.keys() - set(here):
        for row in said[actor]:
            for topic in _topics_of(row):
                by_topic.setdefault((row.direction, topic), row)
    heard = Counter(
        (row.direction, topic) for actor in here for row in said.get(actor, ()) for topic in _topics_of(row)
    )
    found: list[Said] = []
    for actor in dict.fromkeys(here):
        need, offer = (_answer_to(said.get(actor, ()), way, by_topic, heard) for way in ("offer", "need"))
        if need and offer and need not in found and offer not in found:
            found += [need, offer]
        if len(found) == 2 * MOST_STATEMENTS:
            break
    return found


def _answer_to(
    rows: Sequence[Said],
    way: str,
    by_topic: Mapping[tuple[str, str], Said],
    heard: Mapping[tuple[str, str], int],
) -> Said | None:
    """What seeks what these offer, or offers what they seek; before all what many others do, too."""
    other = "need" if way == "offer" else "offer"
    topics = [topic for row in rows if row.direction == way for topic in _topics_of(row)]
    known = [topic for topic in topics if (other, topic) in by_topic]
    return by_topic[other, max(known, key=lambda topic: heard[way, topic])] if known else None


def _topics_of(row: Said) -> list[str]:
    """Concepts of a field; "test partner" or "training" fit everything."""
    return [one.pk for one in row.concepts.all() if one.field_id]


def _statements_of(person: Participant, rows: Sequence[Said]) -> list[Statement]:
    language = person.registration.language
    chosen = [
        one for way in ("offer", "need") for one in [r for r in rows if r.direction == way][:MOST_STATEMENTS]
    ]
    return [
        Statement(
            participant=person,
            direction=row.direction,
            text=text,
            language=language,
            concepts=[concept.pk for concept in row.concepts.all()],
            kind=kind_read(text, row.direction) or "",
            position=position,
        )
        for position, row in enumerate(chosen)
        for text in [_text_in(language, row)]
    ]


def _text_in(language: str, row: Said) -> str:
    return ((row.text_en if language == "en" else row.text_de) or row.text_de or row.text_en)[:240]


def _ask(service: Service, *, now: datetime) -> None:
    """Wishes and the requests that were sent of them."""
    lists: dict[int, list[int]] = defaultdict(list)
    listed = Listed.objects.filter(participant__service=service).exclude(place=RESERVE)
    for person, partner in listed.values_list("participant_id", "partner_id"):
        lists[person].append(partner)
    drawn = _some_wait(draw(lists, seed=SEED), first=min(lists, default=0))
    languages = dict(service.participants.values_list("pk", "registration__language"))
    requests = Request.objects.bulk_create(
        [_request_of(service, one, languages[one.sender], now=now) for one in drawn]
    )
    Party.objects.bulk_create(
        [party for one, row in zip(drawn, requests, strict=True) for party in _parties_of(one, row)]
    )
    Wish.objects.bulk_create(
        [wish for one, row in zip(drawn, requests, strict=True) for wish in _wishes_of(one, row)]
    )
    senders = {one.sender for one in drawn}
    people = list(Participant.objects.filter(pk__in=senders))
    for one in people:
        one.wished_at = one.joined_at + timedelta(minutes=4 + one.pk % 9)  # in one sitting
    Participant.objects.bulk_update(people, ["wished_at"])
    audit.record_all(verb="invented", targets=((row, {}) for row in requests), by_id=None, now=now)


def _some_wait(drawn: Sequence[InventedRequest], *, first: int) -> list[InventedRequest]:
    """Whoever can be everybody finds requests to answer: the first few that others sent there."""
    sent = [one for one in drawn if one.receiver == first][:WAITING]
    return [replace(one, answer="") if one in sent else one for one in drawn]


def _request_of(service: Service, one: InventedRequest, language: str, *, now: datetime) -> Request:
    sent_at = now - timedelta(days=one.days_ago, minutes=37)
    is_yes = one.answer not in {"", "no"}
    state = RequestState.DECLINED if one.answer == "no" else RequestState.OPEN
    return Request(
        service=service,
        sender_id=one.sender,
        pair=pair_of(one.sender, one.receiver),
        purpose=PURPOSES[one.purpose][language == "en"],
        state=RequestState.ROUND if is_yes else state,
        value=value_of([one.kind, one.answer] if is_yes else [one.kind]),
        sent_at=sent_at,
        answered_at=sent_at + timedelta(minutes=30) if one.answer else None,
        ended_at=sent_at + timedelta(minutes=30) if one.answer == "no" else None,
    )


def _parties_of(one: InventedRequest, row: Request) -> list[Party]:
    is_yes = one.answer not in {"", "no"}
    return [
        Party(
            request=row,
            participant_id=one.sender,
            is_sender=True,
            kind=one.kind,
            said_yes_at=row.sent_at,
        ),
        Party(
            request=row,
            participant_id=one.receiver,
            kind=one.answer if is_yes else "",
            said_yes_at=row.answered_at if is_yes else None,
        ),
    ]


def _wishes_of(one: InventedRequest, row: Request) -> list[Wish]:
    found = [
        Wish(
            by_id=one.sender,
            towards_id=one.receiver,
            kind=one.kind,
            purpose=row.purpose,
            changed_at=row.sent_at,
        )
    ]
    if one.answer not in {"", "no"}:
        found.append(Wish(by_id=one.receiver, towards_id=one.sender, kind=one.answer, changed_at=row.sent_at))
    return found


def _say_yes_beforehand(service: Service, *, now: datetime) -> None:
    """Some do, each for a need that no waiting request fits: such a request would have been answered."""
    people = list(service.participants.filter(left_at=None).order_by("pk"))[::BEFOREHAND]
    waiting = {
        (person, sender)
        for person, sender in Party.objects.filter(
            participant__in=people, is_sender=False, said_yes_at=None, request__state=RequestState.OPEN
        ).values_list("participant_id", "request__sender_id")
    }
    met = {
        one["evidence"][0]
        for line in Listed.objects.filter(participant__in=people)
        if (line.participant_id, line.partner_id) in waiting
        for one in line.reasons
        if one["kind"] == "need_met" and one["side"] == "for_you"
    }
    needs = Statement.objects.filter(participant__in=people, direction="need").exclude(pk__in=met)
    first = {one.participant_id: one for one in needs.order_by("-position", "-pk")}
    StandingYes.objects.bulk_create(
        StandingYes(need=one, most=MOST_STATEMENTS, given_at=now - timedelta(days=6))
        for one in first.values()
    )
