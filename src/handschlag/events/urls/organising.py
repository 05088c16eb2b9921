"""Addresses of this part: setting up an event and its programme."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.organise import (
    copying,
    events,
    finding,
    parts,
    programme,
    publishing,
    sessions,
    team,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", events.my_events, name="manage"),
    path("new/", events.new_event, name="new_event"),
    path("<slug:slug>/", events.manage_event, name="manage_event"),
    path("<slug:slug>/edit/<slug:name>/", events.edit_event, name="edit_event"),
    path("<slug:slug>/status/", events.event_status, name="event_status"),
    path("<slug:slug>/find/", finding.find, name="find"),
    path("<slug:slug>/copy/", copying.copy, name="copy_event"),
    path("<slug:slug>/team/", team.team, name="team"),
    path("<slug:slug>/team/<number:user_id>/", team.leave_team, name="leave_team"),
    path("<slug:slug>/team/reception/", team.give_pass, name="give_pass"),
    path("<slug:slug>/team/reception/<number:pass_id>/", team.change_pass, name="change_pass"),
    path("<slug:slug>/house/", parts.times_and_rooms, name="times_and_rooms"),
    path("<slug:slug>/speakers/", parts.speakers, name="speakers"),
    path("<slug:slug>/speakers.csv", parts.speakers_export, name="speakers_export"),
    path("<slug:slug>/parts/<slug:part>/new/", parts.new_part, name="new_part"),
    path("<slug:slug>/parts/<slug:part>/<number:pk>/", parts.edit_part, name="edit_part"),
    path("<slug:slug>/parts/<slug:part>/<number:pk>/remove/", parts.remove_part, name="remove_part"),
    path("<slug:slug>/programme/", programme.programme_editor, name="programme_editor"),
    path("<slug:slug>/sessions/new/", sessions.new_session, name="new_session"),
    path("<slug:slug>/sessions/preview/", programme.session_preview, name="session_preview"),
    path("<slug:slug>/sessions/<number:pk>/", sessions.edit_session, name="edit_session"),
    path("<slug:slug>/sessions/<number:pk>/move/", programme.move_session, name="move_session"),
    path("<slug:slug>/sessions/<number:pk>/cancel/", programme.cancel_session, name="cancel_session"),
    path("<slug:slug>/publish/", publishing.publish, name="publish"),
    path("<slug:slug>/versions/", publishing.versions, name="versions"),
    path("<slug:slug>/versions/<number:number>/", publishing.one_version, name="version"),
    path("<slug:slug>/versions/<number:number>/back/", publishing.restore, name="take_back"),
    path("<slug:slug>/undo/<number:pk>/", parts.undo_removal, name="undo_removal"),
]
