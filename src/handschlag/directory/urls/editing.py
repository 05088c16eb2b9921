"""Addresses of this part: editing, and asking to join a network."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import joining
from handschlag.directory.views.editing import (
    actor_entries,
    dashboard,
    entries,
    logos,
    member_proposals,
    members,
    requests,
    sections,
    story_forms,
    suggestions,
    team,
)

NETWORK, ACTOR = "manage/networks/<slug:slug>/", "manage/actors/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("manage/", dashboard.manage, name="manage"),
    path("manage/new-network/", entries.new_network, name="new_network"),
    path(NETWORK, dashboard.manage_network, name="manage_network"),
    path(NETWORK + "edit/<slug:name>/", sections.edit_network, name="edit_network"),
    path(NETWORK + "logo/", logos.manage_logo, name="manage_logo"),
    path(NETWORK + "members/", members.members, name="manage_members"),
    path(NETWORK + "members/add/", members.add_member, name="add_member"),
    path(NETWORK + "members/end/", members.end_members, name="end_members"),
    path(NETWORK + "members/<number:pk>/", members.member_dates, name="member_dates"),
    path(NETWORK + "members/<number:pk>/reopen/", members.reopen_member, name="reopen_member"),
    path("manage/member-proposals/", member_proposals.proposal_list, name="member_proposals"),
    path("manage/member-proposals/<number:pk>/", member_proposals.decide, name="member_proposal"),
    path("manage/member-proposals/<number:pk>/withdraw/", member_proposals.withdraw, name="withdraw_member"),
    path(NETWORK + "stories/", story_forms.stories, name="manage_stories"),
    path(NETWORK + "stories/new/", story_forms.new_story, name="new_story"),
    path(NETWORK + "requests/", requests.manage_requests, name="manage_requests"),
    path(NETWORK + "requests/<number:pk>/", requests.manage_request, name="manage_request"),
    path(NETWORK + "colleagues/", team.manage_team, name="manage_team"),
    path(NETWORK + "colleagues/<number:user_id>/remove/", team.remove_colleague, name="remove_colleague"),
    path(NETWORK + "invitations/<number:pk>/revoke/", team.revoke_invitation, name="revoke_invitation"),
    path(ACTOR, actor_entries.manage_actor, name="manage_actor"),
    path(ACTOR + "edit/statements/", actor_entries.statements, name="manage_statements"),
    path(ACTOR + "edit/statements/new/", actor_entries.new_statement, name="new_statement"),
    path(ACTOR + "edit/statements/<number:number>/", actor_entries.edit_statement, name="edit_statement"),
    path(ACTOR + "edit/<slug:name>/", sections.edit_actor, name="edit_actor"),
    path("manage/stories/<slug:slug>/", story_forms.manage_story, name="manage_story"),
    path("manage/entries/<slug:kind>/<number:pk>/submit/", entries.submit, name="submit"),
    path("manage/entries/<slug:kind>/<number:pk>/withdraw/", entries.withdraw, name="withdraw"),
    path("manage/entries/<slug:kind>/<number:pk>/archive/", entries.archive, name="archive"),
    path("manage/entries/<slug:kind>/<number:pk>/history/", entries.history, name="history"),
    path("manage/entries/<slug:kind>/<number:pk>/restore/<number:number>/", entries.restore, name="restore"),
    path("manage/places/", suggestions.places, name="places"),
    path("invitations/<slug:token>/", team.invitation, name="invitation"),
    path("networks/<slug:slug>/join/", joining.join, name="join"),
    path("networks/<slug:slug>/join/sent/", joining.join_sent, name="join_sent"),
    path("networks/<slug:slug>/join/done/", joining.join_done, name="join_done"),
    path("join/<slug:token>/", joining.join_confirm, name="join_confirm"),
    path("logos/<picture:name>", logos.logo, name="logo"),
]
