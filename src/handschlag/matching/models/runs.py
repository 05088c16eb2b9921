"""Optimisation in the background: what was asked, how far it is, what came out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.matching.models.service import Service


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
