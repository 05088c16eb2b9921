"""Which emails of the phases somebody has had, and which they do not want."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.matching.models.participants import Participant
from handschlag.matching.rules.phase_emails import EmailKind

KINDS = [(kind.value, kind.value) for kind in EmailKind]


class PhaseEmail(models.Model):
    """One email was written to somebody: of each kind one, whatever becomes of the dates."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="phase_emails")
    kind = models.CharField(max_length=10, choices=KINDS)
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "kind"], name="an_email_of_a_phase_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} to participant {self.participant_id}"


class MutedEmail(models.Model):
    """Somebody does not want emails of this kind."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="muted_emails")
    kind = models.CharField(max_length=10, choices=KINDS)
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "kind"], name="an_email_is_turned_off_once")
        ]

    def __str__(self) -> str:
        return f"no {self.kind} for participant {self.participant_id}"
