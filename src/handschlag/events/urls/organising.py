"""Addresses of this part: setting up an event and its programme."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.organise import events, parts, team

urlpatterns: list[URLPattern | URLResolver] = [
    path("", events.my_events, name="manage"),
    path("new/", events.new_event, name="new_event"),
    path("<slug:slug>/", events.manage_event, name="manage_event"),
    path("<slug:slug>/edit/<slug:name>/", events.edit_event, name="edit_event"),
    path("<slug:slug>/status/", events.event_status, name="event_status"),
    path("<slug:slug>/team/", team.team, name="team"),
    path("<slug:slug>/team/<number:user_id>/", team.leave_team, name="leave_team"),
    path("<slug:slug>/house/", parts.times_and_rooms, name="times_and_rooms"),
    path("<slug:slug>/speakers/", parts.speakers, name="speakers"),
    path("<slug:slug>/speakers.csv", parts.speakers_export, name="speakers_export"),
    path("<slug:slug>/parts/<slug:part>/new/", parts.new_part, name="new_part"),
    path("<slug:slug>/parts/<slug:part>/<number:pk>/", parts.edit_part, name="edit_part"),
    path("<slug:slug>/parts/<slug:part>/<number:pk>/remove/", parts.remove_part, name="remove_part"),
    path("<slug:slug>/undo/<number:pk>/", parts.undo_removal, name="undo_removal"),
]
