"""Addresses of this part: setting up an event and its programme."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.organise import (
    components,
    console_search,
    copying,
    deletion,
    event_setup,
    guide,
    programme_editor,
    programme_import,
    publishing,
    sessions,
    team,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", event_setup.my_events, name="manage"),
    path("guide/", guide.guide, name="guide"),
    path("new/", event_setup.new_event, name="new_event"),
    path("<slug:slug>/", event_setup.manage_event, name="manage_event"),
    path("<slug:slug>/details/", event_setup.details, name="details"),
    path("<slug:slug>/edit/<slug:name>/", event_setup.edit_event, name="edit_event"),
    path("<slug:slug>/status/", event_setup.event_status, name="event_status"),
    path("<slug:slug>/find/", console_search.find, name="find"),
    path("<slug:slug>/copy/", copying.copy, name="copy_event"),
    path("<slug:slug>/delete/", deletion.delete, name="delete_event"),
    path("<slug:slug>/team/", team.team, name="team"),
    path("<slug:slug>/team/<number:user_id>/", team.leave_team, name="leave_team"),
    path("<slug:slug>/team/<number:user_id>/rights/", team.change_rights, name="change_rights"),
    path("<slug:slug>/team/reception/", team.give_pass, name="give_pass"),
    path("<slug:slug>/team/reception/<number:pass_id>/", team.change_pass, name="change_pass"),
    path("<slug:slug>/house/", components.times_and_rooms, name="times_and_rooms"),
    path("<slug:slug>/speakers/", components.speakers, name="speakers"),
    path("<slug:slug>/speakers.csv", components.speakers_export, name="speakers_export"),
    path("<slug:slug>/parts/<slug:part>/new/", components.new_component, name="new_part"),
    path("<slug:slug>/parts/<slug:part>/<number:pk>/", components.edit_component, name="edit_part"),
    path(
        "<slug:slug>/parts/<slug:part>/<number:pk>/remove/", components.remove_component, name="remove_part"
    ),
    path("<slug:slug>/programme/", programme_editor.programme_editor, name="programme_editor"),
    path("<slug:slug>/programme/import/", programme_import.imports, name="programme_imports"),
    path("<slug:slug>/programme/import/<number:pk>/", programme_import.one_import, name="programme_import"),
    path("<slug:slug>/programme/export/<slug:ending>/", programme_import.export, name="programme_export"),
    path("<slug:slug>/sessions/new/", sessions.new_session, name="new_session"),
    path("<slug:slug>/sessions/preview/", programme_editor.session_preview, name="session_preview"),
    path("<slug:slug>/sessions/<number:pk>/", sessions.edit_session, name="edit_session"),
    path("<slug:slug>/sessions/<number:pk>/move/", programme_editor.move_session, name="move_session"),
    path("<slug:slug>/sessions/<number:pk>/cancel/", programme_editor.cancel_session, name="cancel_session"),
    path("<slug:slug>/publish/", publishing.publish, name="publish"),
    path("<slug:slug>/versions/", publishing.versions, name="versions"),
    path("<slug:slug>/versions/<number:number>/", publishing.one_version, name="version"),
    path("<slug:slug>/versions/<number:number>/back/", publishing.restore, name="take_back"),
    path("<slug:slug>/undo/<number:pk>/", components.undo_removal, name="undo_removal"),
]
