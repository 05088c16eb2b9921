"""Addresses of this floor for people."""

from __future__ import annotations

from django.urls import path

from handschlag.api.views import pages, webhooks

app_name = "api"
EVENT = "manage/events/<slug:slug>/interfaces/"

urlpatterns = [
    path("interface/", pages.reference, name="reference"),
    path(EVENT, pages.keys, name="keys"),
    path(EVENT + "calls/", webhooks.endpoints, name="endpoints"),
    path(EVENT + "calls/<number:number>/", webhooks.endpoint, name="endpoint"),
    path(EVENT + "calls/<number:number>/<slug:way>/", webhooks.change, name="change_endpoint"),
    path(EVENT + "keys/<number:number>/revoke/", pages.revoke, name="revoke"),
]
