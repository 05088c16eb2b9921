"""Addresses of this part: setting up, readiness, rules, demand."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching import (
    assisting,
    capacity,
    confirmations,
    event_rules,
    readiness,
    reminders,
    setting_up,
    tryouts,
    who_may_meet,
)
from handschlag.matching.demand import pages
from handschlag.matching.topic_tables import pages as topic_tables_pages

ONE = "<slug:slug>/matching/"

urlpatterns: list[URLPattern] = [
    path(ONE, setting_up.set_up_page, name="set_up"),
    path(ONE + "tables/", capacity.capacity_page, name="capacity"),
    path(ONE + "tables/take/", capacity.take_places, name="take_places"),
    path(ONE + "opening/", setting_up.opening_page, name="opening"),
    path(ONE + "rules/", event_rules.rules_page, name="rules"),
    path(ONE + "rules/save/", event_rules.save_rule, name="save_rule"),
    path(ONE + "rules/interpreters/", event_rules.interpreters, name="interpreters"),
    path(ONE + "rules/categories/", who_may_meet.categories_page, name="category_rules"),
    path(ONE + "rules/pairs/", who_may_meet.forbidden_pairs_page, name="forbidden"),
    path(ONE + "rules/pairs/names/", who_may_meet.show_forbidden_pairs, name="show_forbidden"),
    path(ONE + "topics/", topic_tables_pages.topic_tables_page, name="topic_tables"),
    path(ONE + "topics/allow/", topic_tables_pages.allow_tables, name="allow_tables"),
    path(ONE + "topics/<number:number>/", topic_tables_pages.change_table, name="change_table"),
    path(ONE + "readiness/", readiness.readiness_page, name="readiness"),
    path(ONE + "readiness/calls.<slug:ending>", readiness.calls_export, name="calls_export"),
    path(ONE + "readiness/<number:number>/caller/", readiness.share_call, name="share_call"),
    path(ONE + "readiness/coming/", confirmations.confirmations_page, name="confirmations"),
    path(
        ONE + "readiness/coming.<slug:ending>",
        confirmations.confirmations_export,
        name="confirmations_export",
    ),
    path(ONE + "readiness/<number:number>/coming/", confirmations.answer_by_phone, name="answer_by_phone"),
    path(ONE + "readiness/emails/", reminders.reminders_page, name="reminders"),
    path(ONE + "readiness/take-in/", reminders.take_in, name="take_in"),
    path(ONE + "readiness/<number:number>/call/", readiness.log_call, name="log_call"),
    path(ONE + "readiness/<number:number>/for/", assisting.assist_page, name="assist"),
    path(ONE + "readiness/<number:number>/for/step/", assisting.assisted_step, name="assisted_step"),
    path(ONE + "try/", tryouts.try_event, name="try_event"),
    path(ONE + "demand/", pages.demand_page, name="demand"),
    path(ONE + "demand/needs/", pages.needs_page, name="needs"),
    path(ONE + "demand/export.<slug:ending>", pages.demand_export, name="demand_export"),
]
