"""Addresses of this floor for people."""

from __future__ import annotations

from django.urls import path

from handschlag.api import keys, open_data, reference, webhooks

app_name = "api"
EVENT = "manage/events/<slug:slug>/interfaces/"

urlpatterns = [
    path("interface/", reference.reference_page, name="reference"),
    path("interface/keys/", keys.own_keys_page, name="own_keys"),
    path("interface/keys/<number:number>/revoke/", keys.revoke_own_key_page, name="revoke_own"),
    path("open-data/", open_data.open_data_page, name="open_data"),
    path(EVENT, keys.keys_page, name="keys"),
    path(EVENT + "calls/", webhooks.endpoints_page, name="endpoints"),
    path(EVENT + "calls/<number:number>/", webhooks.endpoint_page, name="endpoint"),
    path(EVENT + "calls/<number:number>/<slug:way>/", webhooks.change_endpoint, name="change_endpoint"),
    path(EVENT + "keys/<number:number>/revoke/", keys.revoke_key_page, name="revoke"),
]
