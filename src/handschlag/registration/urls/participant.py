"""Addresses of this part: registering, and the own registration."""

from django.urls import path

from handschlag.registration.views import (
    certificates,
    confirming,
    declining,
    delegations,
    invitations,
    invited,
    more,
    own,
    participants,
    personal_links,
    registering,
)

urlpatterns = [
    path("events/<slug:slug>/register/", registering.register_page, name="register"),
    path("events/<slug:slug>/register/sent/", registering.sent_page, name="sent"),
    path("events/<slug:slug>/register/link/", personal_links.lost, name="lost_of"),
    path("register/organisations/", registering.organisations, name="organisations"),
    path("register/<str:token>/", invited.invited, name="invited"),
    path("register/<str:token>/decline/", declining.decline, name="decline"),
    path("registration/organisations/", invitations.unknown, name="unknown"),
    path("registration/mine/", own.mine, name="mine"),
    path("registration/link/", personal_links.lost, name="lost"),
    path("registration/link/sent/", personal_links.lost_sent, name="lost_sent"),
    path("registration/confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("registration/confirm/<str:token>/delete/", confirming.discard, name="discard"),
    path("registration/address/<str:token>/", confirming.address, name="address"),
    path("registration/<str:token>/", own.own, name="own"),
    path("registration/<str:token>/details/", own.details, name="details"),
    path("registration/<str:token>/change/", own.change, name="change"),
    path("registration/<str:token>/colleagues/", delegations.colleagues, name="colleagues"),
    path("registration/<str:token>/more/", more.overview, name="more"),
    path("registration/<str:token>/more/<slug:topic>/", more.topic_page, name="topic"),
    path("registration/<str:token>/cancel/", own.cancel, name="cancel"),
    path("registration/<str:token>/erase/", own.erase, name="erase"),
    path("registration/<str:token>/renew/", personal_links.renew, name="renew_link"),
    path("registration/<str:token>/calendar.ics", own.entry, name="entry"),
    path("registration/<str:token>/calendar/renew/", own.renew_feed, name="renew_feed"),
    path("registration/<str:token>/certificate/", certificates.certificate, name="certificate"),
    path("registration/<str:token>/participants/", participants.participants, name="participants"),
    path(
        "registration/<str:token>/participants.<slug:ending>",
        participants.participants_export,
        name="participants_export",
    ),
    path("registration/<str:token>/data.json", own.data, name="data"),
    path("certificate/<str:token>/", certificates.check, name="check_certificate"),
    path("calendar/<str:token>.ics", own.feed, name="feed"),
]
