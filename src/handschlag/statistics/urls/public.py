"""Addresses of this part: what everybody may see."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.statistics import overview, public_figures

urlpatterns: list[URLPattern] = [
    path("statistics/", overview.overview_page, name="overview"),
    path("statistics.<slug:ending>", overview.overview_file, name="overview_file"),
    path("events/<slug:slug>/statistics/", public_figures.event_page, name="event"),
    path("events/<slug:slug>/statistics.<slug:ending>", public_figures.event_file, name="event_file"),
]
