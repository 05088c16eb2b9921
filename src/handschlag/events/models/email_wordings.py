"""Organisers' own words in the emails of an event."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.common.language import InBothLanguages
from handschlag.events.models.conferences import Event


class EmailWording(models.Model):
    """For one kind of email: a sentence more in the usual text, or a text of their own instead of it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="email_wordings")
    kind = models.CharField(max_length=40)
    sentence_de = models.TextField(blank=True)
    sentence_en = models.TextField(blank=True)
    subject_de = models.CharField(max_length=120, blank=True)
    subject_en = models.CharField(max_length=120, blank=True)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    sentence = InBothLanguages()
    subject = InBothLanguages()
    text = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "kind"], name="one_wording_of_an_email")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of event {self.event_id}"
