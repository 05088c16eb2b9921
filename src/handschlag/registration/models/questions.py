"""What the organisers ask beside what every registration says, and what people answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.common.language import InBothLanguages
from handschlag.events.models import Event
from handschlag.registration.models.registrations import Registration
from handschlag.registration.rules.questions import MOST_DAYS


class QuestionKind(models.TextChoices):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"


class QuestionAudience(models.TextChoices):
    ORGANISERS = "organisers"
    PARTICIPANTS = "participants"  # on the list of participants, of those who stand there


class Question(models.Model):
    """One question of an event. `options` are pairs of words in German and English."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=7, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    label_de = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    hint_de = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    options = models.JSONField(default=list)
    is_required = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=12, choices=QuestionAudience.choices, default=QuestionAudience.ORGANISERS
    )
    kept_days = models.PositiveSmallIntegerField(default=30)  # after the event; then the answers go
    position = models.PositiveSmallIntegerField(default=0)

    label = InBothLanguages()
    hint = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(label_de=""), name="a_question_asks_something"),
            models.CheckConstraint(condition=Q(kept_days__lte=MOST_DAYS), name="answers_go_in_time"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} of event {self.event_id}"


class Answer(models.Model):
    """What somebody answered: one text, or the German words of the chosen options."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    said = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["question__position", "question_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "registration"], name="a_question_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"answer of registration {self.registration_id} to question {self.question_id}"
