"""Addresses of participants: the next meeting, and what is said of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day.views import offline, today

LINK = "day/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK, today.today, name="today"),
    path(LINK + "say/", today.say, name="say"),
    path(LINK + "sync/", today.sync, name="sync"),
    path(LINK + "state/", today.state, name="state"),
    path(LINK + "now.webmanifest", offline.app, name="app"),
    path(LINK + "worker.js", offline.worker, name="worker"),
]
