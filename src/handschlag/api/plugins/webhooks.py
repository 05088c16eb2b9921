"""Hears of meetings, and sees to it that other systems are called soon."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from handschlag.api.actions import outbox
from handschlag.api.actions.delivering import attempt_delivery
from handschlag.matching.hooks.meeting_events import MeetingEvent


def call_webhooks(event: MeetingEvent) -> None:
    """The rows belong to the change; the worker is called when it stands. Lost ones are found later."""
    endpoints = outbox.queue_delivery(event)
    if endpoints:
        transaction.on_commit(lambda: _soon(endpoints))


def _soon(endpoints: list[int]) -> None:
    for pk in endpoints:
        attempt_delivery(endpoint_id=pk, now=timezone.now())
