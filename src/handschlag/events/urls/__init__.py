"""Addresses of events, one file for each part."""

from django.urls import include, path

from handschlag.events.views.funding_deadlines import funding_deadlines

app_name = "events"
urlpatterns = [
    path("", include("handschlag.events.urls.conferences")),
    path("", include("handschlag.events.urls.contributions")),
    path("", include("handschlag.events.urls.exhibition")),
    path("", include("handschlag.events.urls.campaigns")),
    path("funding-calls/deadlines.ics", funding_deadlines, name="funding_deadlines"),
    path("manage/events/", include("handschlag.events.urls.organising")),
    path("manage/events/", include("handschlag.events.urls.reviewing")),
    path("manage/events/", include("handschlag.events.urls.venue")),
]
