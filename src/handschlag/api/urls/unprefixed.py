"""Addresses of this floor for machines: they have no language."""

from __future__ import annotations

from django.urls import path

from handschlag.api import open_data
from handschlag.api.interface import api, nothing
from handschlag.api.request_checks import checked_patterns, checked_view

patterns, app, namespace = api.urls

urlpatterns = [
    path(
        "data/catalogue.<slug:ending>", checked_view(open_data.catalogue_file, is_open=True), name="catalogue"
    ),
    path(
        "data/<slug:name>.<slug:ending>", checked_view(open_data.dataset_file, is_open=True), name="dataset"
    ),
    path("v1/", (checked_patterns(patterns), app, namespace)),
    path("<path:rest>", nothing, name="api_nothing"),
]
