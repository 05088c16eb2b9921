"""Addresses of this part: partners of an actor, all year."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.partner_search import pages

ACTOR = "manage/actors/<slug:slug>/partners/"

urlpatterns: list[URLPattern] = [
    path("manage/partners/", pages.partner_overview_page, name="partner_overview"),
    path(ACTOR, pages.partners_page, name="partners"),
    path(ACTOR + "search/", pages.partner_search, name="partner_search"),
    path(ACTOR + "<number:other>/interest/", pages.interest_page, name="partner_interest"),
    path(ACTOR + "<number:other>/unwanted/", pages.change_unwanted, name="partner_unwanted"),
    path(ACTOR + "<number:other>/answer/", pages.answer_interest, name="partner_answer"),
]
