"""Addresses of this floor for people."""

from __future__ import annotations

from django.urls import path

from handschlag.api.views import open_data, own_keys, pages, webhooks

app_name = "api"
EVENT = "manage/events/<slug:slug>/interfaces/"

urlpatterns = [
    path("interface/", pages.reference, name="reference"),
    path("interface/keys/", own_keys.own_keys, name="own_keys"),
    path("interface/keys/<number:number>/revoke/", own_keys.revoke_own, name="revoke_own"),
    path("open-data/", open_data.open_data, name="open_data"),
    path(EVENT, pages.keys, name="keys"),
    path(EVENT + "calls/", webhooks.endpoints, name="endpoints"),
    path(EVENT + "calls/<number:number>/", webhooks.endpoint, name="endpoint"),
    path(EVENT + "calls/<number:number>/<slug:way>/", webhooks.change, name="change_endpoint"),
    path(EVENT + "keys/<number:number>/revoke/", pages.revoke, name="revoke"),
]
