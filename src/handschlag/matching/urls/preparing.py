"""Addresses of this part: setting up, readiness, rules, demand."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views.preparing import rules, setting_up

ONE = "<slug:slug>/matching/"

urlpatterns: list[URLPattern] = [
    path(ONE, setting_up.set_up, name="set_up"),
    path(ONE + "tables/", setting_up.capacity, name="capacity"),
    path(ONE + "tables/take/", setting_up.take_places, name="take_places"),
    path(ONE + "opening/", setting_up.opening, name="opening"),
    path(ONE + "rules/", rules.rules, name="rules"),
    path(ONE + "rules/save/", rules.save_rule, name="save_rule"),
    path(ONE + "rules/interpreters/", rules.interpreters, name="interpreters"),
    path(ONE + "rules/pairs/", rules.forbidden, name="forbidden"),
    path(ONE + "rules/pairs/names/", rules.show_forbidden, name="show_forbidden"),
]
