"""Addresses of this part: profile, time, recommendations, search."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views import people_browse, people_lists, people_start, people_times

LINK = "matching/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK, people_start.invitation, name="invitation"),
    path(LINK + "profile/", people_start.profile, name="profile"),
    path(LINK + "time/", people_times.time, name="time"),
    path(LINK + "people/", people_lists.recommended, name="recommended"),
    path(LINK + "wish/", people_lists.wish, name="wish"),
    path(LINK + "send/", people_lists.send, name="send"),
    path(LINK + "everybody/", people_browse.browse, name="browse"),
    path(LINK + "everybody/<number:number>/", people_browse.person, name="person"),
    path(LINK + "leave/", people_start.leave, name="leave"),
]
