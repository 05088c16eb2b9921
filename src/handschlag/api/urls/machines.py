"""Addresses of this floor for machines: they have no language."""

from __future__ import annotations

from django.urls import path

from handschlag.api.views.interface import api, nothing

urlpatterns = [
    path("v1/", api.urls),
    path("<path:rest>", nothing, name="api_nothing"),
]
