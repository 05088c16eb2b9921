"""Addresses of this part: registering, and the own registration."""

from django.urls import path

from handschlag.registration import (
    certificates,
    changes,
    invited,
    organisations,
    own,
    participants,
    personal_links,
    sessions,
)
from handschlag.registration.registering import pages

urlpatterns = [
    path("events/<slug:slug>/register/", pages.register_page, name="register"),
    path("events/<slug:slug>/register/sent/", pages.sent_page, name="sent"),
    path("events/<slug:slug>/register/link/", personal_links.lost_link_page, name="lost_of"),
    path("register/organisations/", organisations.organisation_options, name="organisations"),
    path("register/<str:token>/", invited.invited_page, name="invited"),
    path("register/<str:token>/decline/", invited.decline_page, name="decline"),
    path("registration/organisations/", organisations.unknown_organisations_page, name="unknown"),
    path("registration/mine/", own.mine_page, name="mine"),
    path("registration/link/", personal_links.lost_link_page, name="lost"),
    path("registration/link/sent/", personal_links.lost_link_sent_page, name="lost_sent"),
    path("registration/confirm/<str:token>/", pages.confirm_page, name="confirm"),
    path("registration/confirm/<str:token>/delete/", pages.discard_page, name="discard"),
    path("registration/address/<str:token>/", personal_links.confirm_address_page, name="address"),
    path("registration/<str:token>/", own.own_page, name="own"),
    path("registration/<str:token>/details/", own.details, name="details"),
    path("registration/<str:token>/change/", own.change_own_page, name="change"),
    path("registration/<str:token>/colleagues/", pages.colleagues_page, name="colleagues"),
    path("registration/<str:token>/more/", changes.overview_page, name="more"),
    path("registration/<str:token>/more/<slug:topic>/", changes.topic_page, name="topic"),
    path("registration/<str:token>/cancel/", own.cancel_page, name="cancel"),
    path("registration/<str:token>/erase/", own.erase_page, name="erase"),
    path("registration/<str:token>/renew/", personal_links.renew_link_page, name="renew_link"),
    path("registration/<str:token>/calendar.ics", sessions.calendar_entry, name="entry"),
    path("registration/<str:token>/calendar/renew/", own.renew_feed, name="renew_feed"),
    path("registration/<str:token>/certificate/", certificates.certificate_page, name="certificate"),
    path("registration/<str:token>/participants/", participants.participants_page, name="participants"),
    path(
        "registration/<str:token>/participants.<slug:ending>",
        participants.participants_export,
        name="participants_export",
    ),
    path("registration/<str:token>/data.json", own.data_file, name="data"),
    path("certificate/<str:token>/", certificates.check_certificate_page, name="check_certificate"),
    path("calendar/<str:token>.ics", sessions.calendar_feed, name="feed"),
]
