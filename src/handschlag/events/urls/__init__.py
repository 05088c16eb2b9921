"""Addresses of events, one file for each part."""

from django.urls import include, path

app_name = "events"
urlpatterns = [
    path("", include("handschlag.events.urls.conferences")),
    path("", include("handschlag.events.urls.contributions")),
    path("", include("handschlag.events.urls.exhibition")),
    path("", include("handschlag.events.urls.campaigns")),
    path("manage/events/", include("handschlag.events.urls.organising")),
    path("manage/events/", include("handschlag.events.urls.reviewing")),
    path("manage/events/", include("handschlag.events.urls.venue")),
]
