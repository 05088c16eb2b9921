"""Addresses of this floor for machines: they have no language."""

from __future__ import annotations

from django.urls import path

from handschlag.api.views import open_data
from handschlag.api.views.interface import api, nothing
from handschlag.api.views.request_checks import checked_patterns, checked_view

patterns, app, namespace = api.urls

urlpatterns = [
    path("data/catalogue.<slug:ending>", checked_view(open_data.catalogue, is_open=True), name="catalogue"),
    path("data/<slug:name>.<slug:ending>", checked_view(open_data.dataset, is_open=True), name="dataset"),
    path("v1/", (checked_patterns(patterns), app, namespace)),
    path("<path:rest>", nothing, name="api_nothing"),
]
