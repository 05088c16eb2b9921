"""Addresses of this part: profile, time, recommendations, search."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching import (
    confirmations,
    earlier_meetings,
    email_choices,
    everybody,
    profile,
    recommendations,
    times,
)
from handschlag.matching.topic_tables import pages

LINK = "matching/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK, profile.invitation_page, name="invitation"),
    path(LINK + "profile/", profile.profile_page, name="profile"),
    path(LINK + "profile/understood/", profile.understood_part, name="understood"),
    path(LINK + "time/", times.times_page, name="time"),
    path(LINK + "people/", recommendations.recommended_page, name="recommended"),
    path(LINK + "wish/", recommendations.wish, name="wish"),
    path(LINK + "send/", recommendations.send_page, name="send"),
    path(LINK + "everybody/", everybody.everybody_page, name="browse"),
    path(LINK + "everybody/<number:number>/", everybody.person_page, name="person"),
    path(LINK + "tables/", pages.tables_page, name="tables"),
    path(LINK + "tables/<number:number>/join/", pages.join_table, name="join_table"),
    path(LINK + "tables/<number:number>/leave/", pages.leave_table, name="leave_table"),
    path(LINK + "emails/", email_choices.emails_page, name="emails"),
    path(LINK + "emails/<slug:kind>/", email_choices.mute_page, name="mute"),
    path(LINK + "coming/", confirmations.coming_page, name="coming"),
    path(LINK + "earlier/", earlier_meetings.earlier_meetings_page, name="memory"),
    path(LINK + "leave/", profile.leave_matching, name="leave"),
]
