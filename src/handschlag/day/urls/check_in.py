"""Addresses of the desk: people who have not registered, and those whom they ask."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day import not_coming, offers, walk_in

DESK = "manage/events/<slug:slug>/walk-in/"

urlpatterns: list[URLPattern] = [
    path("day/<str:token>/offers/", offers.offers_page, name="offers"),
    path(
        "manage/events/<slug:slug>/desk/<number:number>/not-coming/",
        not_coming.not_coming_page,
        name="not_coming",
    ),
    path(
        "manage/events/<slug:slug>/desk/<number:number>/sheet.pdf", walk_in.desk_sheet_page, name="desk_sheet"
    ),
    path(DESK, walk_in.walk_in_page, name="walk_in"),
    path(DESK + "<number:number>/", walk_in.walked_in_page, name="walked_in"),
    path(DESK + "<number:number>/sheet.pdf", walk_in.walk_in_sheet_page, name="walk_in_sheet"),
]
