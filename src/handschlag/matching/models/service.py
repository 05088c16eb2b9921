"""The matching service of an event: its dates, rules, interpreters, categories that stay apart, and runs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.events.models import Event
from handschlag.registration.models import Category


class Policy(models.TextChoices):
    """When a mutual wish is answered."""

    AT_ONCE = "at_once"
    PRICED = "priced"  # at once where it is worth more than what it takes up, the rest in rounds
    ROUNDS = "rounds"


class Service(models.Model):
    """One for each event that offers matching.

    `structure` grows when people, times, places or rules change, so that the engine reads everything
    anew; `revision` with every change of what is accepted, too.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="matching")
    is_open = models.BooleanField(default=False)
    profiles_from = models.DateTimeField()
    wishes_from = models.DateTimeField()
    answers_until = models.DateTimeField()
    fixed_at = models.DateTimeField()  # from then on a move needs consent

    policy = models.CharField(max_length=8, choices=Policy.choices, default=Policy.AT_ONCE)
    next_round_at = models.DateTimeField(null=True, blank=True)
    round_hours = models.PositiveSmallIntegerField(default=24)

    musts = models.PositiveSmallIntegerField(default=3)
    most_sent = models.PositiveSmallIntegerField(default=12)
    most_received = models.PositiveSmallIntegerField(default=30)
    wanted = models.PositiveSmallIntegerField(default=6)  # meetings that each person should have
    most = models.PositiveSmallIntegerField(null=True, blank=True)  # more than that nobody has
    most_breaks = models.PositiveSmallIntegerField(null=True, blank=True)
    has_tables = models.BooleanField(default=False)  # participants may host topic tables

    structure = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    profiles_revision = models.PositiveIntegerField(default=1)  # what recommendations rest on
    listed_revision = models.PositiveIntegerField(default=0)  # what the stored ones were made of
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wishes_from__gte=F("profiles_from"))
                & Q(answers_until__gt=F("wishes_from"))
                & Q(fixed_at__gte=F("answers_until")),
                name="phases_of_matching_in_order",
            ),
            models.CheckConstraint(condition=Q(round_hours__range=(1, 168)), name="rounds_within_a_week"),
        ]

    def __str__(self) -> str:
        return f"matching of event {self.event_id}"


class Interpreter(models.Model):
    """Somebody who helps people without a common language; serves one meeting at a time."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="interpreters")
    name = models.CharField(max_length=120)
    languages = models.JSONField(default=list)  # codes of ISO 639
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"interpreter {self.pk}"


class Rule(models.Model):
    """What binds the timetable of this event: `kind` says what, `number` how much, `options` the rest."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=24)
    number = models.IntegerField(null=True, blank=True)
    options = models.JSONField(default=dict)
    is_hard = models.BooleanField(default=True)
    is_on = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "kind"], name="a_rule_once")]

    def __str__(self) -> str:
        return f"{self.kind} of matching {self.service_id}"


class CategoriesApart(models.Model):
    """Nobody of the one category meets anybody of the other; they may be the same."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="categories_apart")
    first = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="categories_are_apart_once"),
            models.CheckConstraint(condition=Q(first__lte=F("second")), name="categories_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"categories {self.first_id} and {self.second_id}"


class RunState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"  # by hand, with the best plan so far
    DISCARDED = "discarded"
    FAILED = "failed"


class Run(models.Model):
    """One search for a timetable. `base_revision` says of which state of the event."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="runs")
    key = models.UUIDField(null=True, blank=True)  # of the form that asked for it: sent twice it counts once
    name = models.CharField(max_length=80, blank=True)
    options = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(default=0)
    seconds = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=9, choices=RunState.choices, default=RunState.QUEUED)
    job_id = models.PositiveBigIntegerField(null=True, blank=True)
    base_revision = models.PositiveIntegerField(default=0)
    is_stop_asked = models.BooleanField(default=False)
    phase = models.CharField(max_length=24, blank=True)
    goal = models.CharField(max_length=12, blank=True)
    value = models.IntegerField(null=True, blank=True)
    bound = models.IntegerField(null=True, blank=True)
    history = models.JSONField(default=list)  # [seconds, goal, value, bound]
    summary = models.JSONField(default=dict)  # what the page of results shows
    problem_json = models.TextField(blank=True)  # as `treffen` reads it
    plan_json = models.TextField(blank=True)
    fault = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "key"], name="a_form_asks_for_one_run")
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of matching {self.service_id}"
