"""Addresses of this part: what everybody may see."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.statistics.views import public

urlpatterns: list[URLPattern] = [
    path("statistics/", public.overview, name="overview"),
    path("statistics.<slug:ending>", public.overview_file, name="overview_file"),
    path("events/<slug:slug>/statistics/", public.event, name="event"),
    path("events/<slug:slug>/statistics.<slug:ending>", public.event_file, name="event_file"),
]
