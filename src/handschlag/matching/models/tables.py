"""Topic tables: somebody hosts a talk, others join by wish."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.matching.models.participants import Participant
from handschlag.matching.models.service import Service
from handschlag.matching.models.wishes import Request
from handschlag.matching.rules.tables import FEWEST, MOST_SEATS, TOPIC_LETTERS, WORDS_LETTERS


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
