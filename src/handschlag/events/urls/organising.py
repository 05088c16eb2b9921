"""Addresses of this part: setting up an event and its programme."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.organise import events

urlpatterns: list[URLPattern | URLResolver] = [
    path("", events.my_events, name="manage"),
    path("new/", events.new_event, name="new_event"),
    path("<slug:slug>/", events.manage_event, name="manage_event"),
    path("<slug:slug>/edit/<slug:name>/", events.edit_event, name="edit_event"),
    path("<slug:slug>/status/", events.event_status, name="event_status"),
]
