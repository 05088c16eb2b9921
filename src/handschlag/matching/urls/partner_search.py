"""Addresses of this part: partners of an actor, all year."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views import partner_search as views

ACTOR = "manage/actors/<slug:slug>/partners/"

urlpatterns: list[URLPattern] = [
    path("manage/partners/", views.partner_overview, name="partner_overview"),
    path(ACTOR, views.partners, name="partners"),
    path(ACTOR + "search/", views.search, name="partner_search"),
    path(ACTOR + "<number:other>/interest/", views.interest, name="partner_interest"),
    path(ACTOR + "<number:other>/unwanted/", views.unwanted, name="partner_unwanted"),
    path(ACTOR + "<number:other>/answer/", views.answer, name="partner_answer"),
]
