"""Addresses of this part: setting up, readiness, rules, demand."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views.preparing import (
    categories,
    confirmations,
    demand,
    readiness,
    reminders,
    rules,
    setting_up,
    topic_tables,
    tryouts,
)

ONE = "<slug:slug>/matching/"

urlpatterns: list[URLPattern] = [
    path(ONE, setting_up.set_up, name="set_up"),
    path(ONE + "tables/", setting_up.capacity, name="capacity"),
    path(ONE + "tables/take/", setting_up.take_places, name="take_places"),
    path(ONE + "opening/", setting_up.opening, name="opening"),
    path(ONE + "rules/", rules.rules, name="rules"),
    path(ONE + "rules/save/", rules.save_rule, name="save_rule"),
    path(ONE + "rules/interpreters/", rules.interpreters, name="interpreters"),
    path(ONE + "rules/categories/", categories.category_rules, name="category_rules"),
    path(ONE + "rules/pairs/", rules.forbidden, name="forbidden"),
    path(ONE + "rules/pairs/names/", rules.show_forbidden, name="show_forbidden"),
    path(ONE + "topics/", topic_tables.topic_tables, name="topic_tables"),
    path(ONE + "topics/allow/", topic_tables.allow, name="allow_tables"),
    path(ONE + "topics/<number:number>/", topic_tables.change, name="change_table"),
    path(ONE + "readiness/", readiness.readiness, name="readiness"),
    path(ONE + "readiness/calls.<slug:ending>", readiness.calls_export, name="calls_export"),
    path(ONE + "readiness/<number:number>/caller/", readiness.share_call, name="share_call"),
    path(ONE + "readiness/coming/", confirmations.confirmations, name="confirmations"),
    path(
        ONE + "readiness/coming.<slug:ending>",
        confirmations.confirmations_export,
        name="confirmations_export",
    ),
    path(ONE + "readiness/<number:number>/coming/", confirmations.answer_by_phone, name="answer_by_phone"),
    path(ONE + "readiness/emails/", reminders.reminders, name="reminders"),
    path(ONE + "readiness/take-in/", reminders.take_in, name="take_in"),
    path(ONE + "readiness/<number:number>/call/", readiness.log_call, name="log_call"),
    path(ONE + "readiness/<number:number>/for/", readiness.assist, name="assist"),
    path(ONE + "readiness/<number:number>/for/step/", readiness.assisted_step, name="assisted_step"),
    path(ONE + "try/", tryouts.try_event, name="try_event"),
    path(ONE + "demand/", demand.demand, name="demand"),
    path(ONE + "demand/needs/", demand.needs, name="needs"),
    path(ONE + "demand/export.<slug:ending>", demand.demand_export, name="demand_export"),
]
