"""Hears of meetings, and sees to it that other systems are called soon."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from handschlag.api.actions import outbox
from handschlag.api.actions.delivering import see_to
from handschlag.matching import heard
from handschlag.matching.heard import Happened


def hear(happened: Happened) -> None:
    """The rows belong to the change; the worker is called when it stands. Lost ones are found later."""
    endpoints = outbox.write(happened)
    if endpoints:
        transaction.on_commit(lambda: _soon(endpoints))


def _soon(endpoints: list[int]) -> None:
    for pk in endpoints:
        see_to(endpoint_id=pk, now=timezone.now())


def hang() -> None:
    """Once, while the platform starts."""
    heard.register(hear)
