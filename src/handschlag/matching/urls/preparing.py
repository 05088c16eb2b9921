"""Addresses of this part: setting up, readiness, rules, demand."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views.preparing import setting_up

ONE = "<slug:slug>/matching/"

urlpatterns: list[URLPattern] = [
    path(ONE, setting_up.set_up, name="set_up"),
    path(ONE + "tables/", setting_up.capacity, name="capacity"),
    path(ONE + "tables/take/", setting_up.take_places, name="take_places"),
    path(ONE + "opening/", setting_up.opening, name="opening"),
]
