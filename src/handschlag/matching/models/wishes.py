"""What people want: wishes, which nobody else sees, requests, which were sent, and topic tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.matching.models.participants import Participant, Statement
from handschlag.matching.models.service import Service

WORTH: Final = {"must": 4, "want": 2, "maybe": 1, "": 1}
LONGEST_PURPOSE: Final = 200  # of a request
ERASED: Final = "…"  # what a purpose says once its author is erased


def value_of(kinds: Iterable[str]) -> int:
    """The value of a request, at least 1.

    >>> value_of(["must", "want"])
    6
    """
    return max(1, sum(WORTH[kind] for kind in kinds))


def pair_of(one: int, other: int) -> str:
    """The same word for a pair, whoever comes first."""
    return f"{min(one, other)}-{max(one, other)}"


class StandingYes(models.Model):
    """For one need, at most so often. It goes with the need; what it has accepted stays accepted."""

    need = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="standing_yes")
    most = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(most__range=(1, 10)), name="a_standing_yes_is_bounded")
        ]

    def __str__(self) -> str:
        return f"standing yes {self.pk}"


class WishKind(models.TextChoices):
    MUST = "must"
    WANT = "want"
    MAYBE = "maybe"
    RATHER_NOT = "rather_not"  # private and absolute: nothing that others see may depend on it


class Wish(models.Model):
    """Somebody's wish towards somebody else, private to its author."""

    by = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wishes")
    towards = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=WishKind.choices)
    purpose = models.CharField(max_length=200, blank=True)  # of the request that may become of it
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["changed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "towards"], name="a_wish_once"),
            models.CheckConstraint(condition=~Q(by=F("towards")), name="nobody_wishes_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class RequestState(models.TextChoices):
    OPEN = "open"  # sent, not answered: blocks nobody's time
    ACCEPTED = "accepted"  # both said yes, and the engine holds it: guaranteed
    ROUND = "round"  # both said yes; answered in the next round
    WATCHED = "watched"  # both said yes; not possible with what is accepted today, tried again
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # never answered


ACTIVE = (RequestState.OPEN, RequestState.ACCEPTED, RequestState.ROUND, RequestState.WATCHED)
AGREED = (RequestState.ACCEPTED, RequestState.ROUND, RequestState.WATCHED)


class Request(models.Model):
    """A wish that was sent, with its purpose. `pair` names two people in order, groups have none."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="requests")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sender = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sent")
    pair = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.OPEN)
    value = models.PositiveSmallIntegerField(default=1)  # what the timetable gains by it
    is_barred = models.BooleanField(default=False)  # the organisers took it out of planning
    bar_reason = models.CharField(max_length=200, blank=True)
    # The engine's last no: its reason, what is in the way, and what would open the door.
    refusal = models.JSONField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # of the service, when this last changed
    sequence = models.PositiveIntegerField(default=0)  # of the calendar entry
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by_hand_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["service", "state"], name="requests_by_state"),
            models.Index(fields=["service", "revision"], name="requests_by_revision"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=Q(state__in=["open", "accepted", "round", "watched"]) & ~Q(pair=""),
                name="a_pair_has_one_request",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="a_request_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Party(models.Model):
    """Somebody of a request: the sender and everybody who was asked. All have to say yes."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="parties")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="parties")
    is_sender = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=WishKind.choices, blank=True)  # how much it is wished
    said_yes_at = models.DateTimeField(null=True, blank=True)
    standing = models.ForeignKey(
        StandingYes, on_delete=models.SET_NULL, null=True, blank=True, related_name="parties"
    )  # the yes was given beforehand
    is_by_hand = models.BooleanField(default=False)  # the organisers answered on this person's behalf
    later_at = models.DateTimeField(null=True, blank=True)  # put aside in the inbox

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "participant"], name="a_party_of_a_request_once"),
            models.CheckConstraint(condition=~Q(kind="rather_not"), name="nobody_asks_for_what_they_avoid"),
        ]

    def __str__(self) -> str:
        return f"participant {self.participant_id} of request {self.request_id}"


FEWEST: Final = 3  # with the host; with fewer there is no table
MOST_SEATS: Final = 6
TOPIC_LETTERS: Final = 120
WORDS_LETTERS: Final = 300
_TRIED: Final = 6  # who came first, when two are looked for with whom the host has a time in common


def beginnings(host: int, guests: Sequence[int], *, seats: int) -> Iterator[tuple[int, ...]]:
    """Groups that could begin a table, the best first: all for whom there are seats, then the host and two.

    >>> list(beginnings(1, [2, 3, 4], seats=3))
    [(1, 2, 3), (1, 2, 4), (1, 3, 4)]
    >>> list(beginnings(1, [2], seats=5))
    []
    """
    if len(guests) + 1 < FEWEST:
        return
    everybody = (host, *guests[: seats - 1])
    yield everybody
    for some in combinations(guests[:_TRIED], FEWEST - 1):
        if (host, *some) != everybody:
            yield (host, *some)


class TopicTable(models.Model):
    """A table on a topic. Once enough people are there it has a request; who sits there are its parties."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="tables")
    host = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="hosted_tables")
    topic = models.CharField(max_length=TOPIC_LETTERS)
    words = models.CharField(max_length=WORDS_LETTERS, blank=True)
    seats = models.PositiveSmallIntegerField()  # with the host's own
    request = models.OneToOneField(
        Request, on_delete=models.SET_NULL, null=True, blank=True, related_name="table"
    )
    is_closed = models.BooleanField(default=False)  # the organisers let nobody else join
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["offered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["host"], condition=Q(ended_at__isnull=True), name="a_host_has_one_table"
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(FEWEST, MOST_SEATS)), name="a_table_has_three_to_six_seats"
            ),
        ]

    def __str__(self) -> str:
        return f"table {self.pk}"


class TableWish(models.Model):
    """Somebody would like to sit at a table; who has no seat yet waits for one, the first first."""

    table = models.ForeignKey(TopicTable, on_delete=models.CASCADE, related_name="wishes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="table_wishes")
    wished_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["wished_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "participant"], name="a_table_is_wished_once")
        ]

    def __str__(self) -> str:
        return f"wish {self.pk} for table {self.table_id}"
