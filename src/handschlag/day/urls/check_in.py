"""Addresses of the desk: people who have not registered, and those whom they ask."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day.views import not_coming, offers, walking_in

DESK = "manage/events/<slug:slug>/walk-in/"

urlpatterns: list[URLPattern] = [
    path("day/<str:token>/offers/", offers.offers, name="offers"),
    path(
        "manage/events/<slug:slug>/desk/<number:number>/not-coming/", not_coming.not_coming, name="not_coming"
    ),
    path(
        "manage/events/<slug:slug>/desk/<number:number>/sheet.pdf", walking_in.desk_sheet, name="desk_sheet"
    ),
    path(DESK, walking_in.walk_in, name="walk_in"),
    path(DESK + "<number:number>/", walking_in.walked_in, name="walked_in"),
    path(DESK + "<number:number>/sheet.pdf", walking_in.walk_in_file, name="walk_in_sheet"),
]
