"""Addresses of this part: profile, time, recommendations, search."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views.participant import (
    browse,
    coming,
    emails,
    invitation,
    memory,
    recommendations,
    tables,
    times,
)

LINK = "matching/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK, invitation.invitation, name="invitation"),
    path(LINK + "profile/", invitation.profile, name="profile"),
    path(LINK + "profile/understood/", invitation.understood, name="understood"),
    path(LINK + "time/", times.time, name="time"),
    path(LINK + "people/", recommendations.recommended, name="recommended"),
    path(LINK + "wish/", recommendations.wish, name="wish"),
    path(LINK + "send/", recommendations.send, name="send"),
    path(LINK + "everybody/", browse.browse, name="browse"),
    path(LINK + "everybody/<number:number>/", browse.person, name="person"),
    path(LINK + "tables/", tables.tables, name="tables"),
    path(LINK + "tables/<number:number>/join/", tables.join, name="join_table"),
    path(LINK + "tables/<number:number>/leave/", tables.leave, name="leave_table"),
    path(LINK + "emails/", emails.emails, name="emails"),
    path(LINK + "emails/<slug:kind>/", emails.mute, name="mute"),
    path(LINK + "coming/", coming.coming, name="coming"),
    path(LINK + "earlier/", memory.memory, name="memory"),
    path(LINK + "leave/", invitation.leave, name="leave"),
]
