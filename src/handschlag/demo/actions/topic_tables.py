"""Two topic tables of the invented conference: one takes place, one still looks for a third."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handschlag.accounts.rules.policy import Subject
from handschlag.matching.actions.topic_tables import join_table, offer_table
from handschlag.matching.models import Direction, Participant, Service

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
