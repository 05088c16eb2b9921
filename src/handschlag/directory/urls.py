"""Addresses of the directory."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from handschlag.directory import (
    actors,
    bookmarks,
    claiming,
    comparing,
    duplicates,
    exports,
    join_requests,
    joining,
    members,
    moderation,
    networks,
    places,
    projects,
    stories,
    taxonomy,
    team,
)
from handschlag.directory.editing import actor_entry, dashboard, logo, publication, sections
from handschlag.directory.imports import import_page, steps, upload_page
from handschlag.directory.map import page as map_page
from handschlag.directory.search import page

networks_urls: list[URLPattern | URLResolver] = [
    path("networks/", networks.networks_page, name="networks"),
    path("networks/export/<slug:ending>/", exports.networks_file, name="networks_export"),
    path("networks/<slug:slug>/", networks.network_page, name="network"),
    path("networks/<slug:slug>/claim/", claiming.claim_page, name="claim"),
    path("networks/<slug:slug>/claim/sent/", claiming.claim_sent_page, name="claim_sent"),
    path("networks/<slug:slug>/correct/", claiming.correct_page, name="correct"),
    path("networks/<slug:slug>/correct/sent/", claiming.correct_sent_page, name="correct_sent"),
    path("compare/", comparing.compare_page, name="compare"),
    path("bookmarks/", bookmarks.bookmarks_page, name="bookmarks"),
    path("bookmarks/export/<slug:what>/<slug:ending>/", exports.bookmarks_file, name="bookmarks_export"),
    path("news/", stories.stories_page, name="stories"),
    path("news/news.atom", stories.feed_page, name="stories_feed"),
    path("news/<slug:slug>/", stories.story_page, name="story"),
]


actors_urls: list[URLPattern | URLResolver] = [
    path("actors/", actors.actors_page, name="actors"),
    path("actors/export/<slug:ending>/", exports.actors_file, name="actors_export"),
    path("actors/<slug:slug>/", actors.actor_page, name="actor"),
]


projects_urls: list[URLPattern | URLResolver] = [
    path("projects/", projects.projects_page, name="projects"),
    path("projects/export/<slug:ending>/", exports.projects_file, name="projects_export"),
    path("projects/<slug:slug>/", projects.project_page, name="project"),
]


taxonomy_urls: list[URLPattern | URLResolver] = [
    path("fields/", taxonomy.fields_page, name="fields"),
    path("fields/<slug:slug>/", taxonomy.field_page, name="field"),
    path("regions/", taxonomy.lands_page, name="lands"),
    path("regions/<slug:slug>/", taxonomy.land_page, name="land"),
]


search_urls: list[URLPattern | URLResolver] = [
    path("search/", page.search_page, name="search"),
    path("search/suggest/", page.suggestions_page, name="suggest"),
]


map_urls = [
    path("map/", map_page.map_page, name="map"),
    path("map/points.json", map_page.points_file, name="map_points"),
]


NETWORK, ACTOR = "manage/networks/<slug:slug>/", "manage/actors/<slug:slug>/"

editing_urls: list[URLPattern | URLResolver] = [
    path("manage/", dashboard.dashboard_page, name="manage"),
    path("manage/new-network/", publication.new_network_page, name="new_network"),
    path(NETWORK, dashboard.manage_network_page, name="manage_network"),
    path(NETWORK + "edit/<slug:name>/", sections.edit_network_page, name="edit_network"),
    path(NETWORK + "logo/", logo.manage_logo_page, name="manage_logo"),
    path(NETWORK + "members/", members.members_page, name="manage_members"),
    path(NETWORK + "members/add/", members.add_member_page, name="add_member"),
    path(NETWORK + "members/end/", members.end_members_page, name="end_members"),
    path(NETWORK + "members/<number:pk>/", members.member_dates_page, name="member_dates"),
    path(NETWORK + "members/<number:pk>/reopen/", members.reopen_member_page, name="reopen_member"),
    path("manage/member-proposals/", members.member_proposals_page, name="member_proposals"),
    path("manage/member-proposals/<number:pk>/", members.member_proposal_page, name="member_proposal"),
    path(
        "manage/member-proposals/<number:pk>/withdraw/",
        members.withdraw_proposal_page,
        name="withdraw_member",
    ),
    path(NETWORK + "stories/", stories.manage_stories_page, name="manage_stories"),
    path(NETWORK + "stories/new/", stories.new_story_page, name="new_story"),
    path(NETWORK + "requests/", join_requests.manage_requests_page, name="manage_requests"),
    path(NETWORK + "requests/<number:pk>/", join_requests.manage_request_page, name="manage_request"),
    path(NETWORK + "colleagues/", team.manage_team_page, name="manage_team"),
    path(
        NETWORK + "colleagues/<number:user_id>/remove/", team.remove_colleague_page, name="remove_colleague"
    ),
    path(NETWORK + "invitations/<number:pk>/revoke/", team.revoke_invitation_page, name="revoke_invitation"),
    path(ACTOR, actor_entry.manage_actor_page, name="manage_actor"),
    path(ACTOR + "edit/statements/", actor_entry.statements_page, name="manage_statements"),
    path(ACTOR + "edit/statements/new/", actor_entry.new_statement_page, name="new_statement"),
    path(ACTOR + "edit/statements/<number:number>/", actor_entry.edit_statement_page, name="edit_statement"),
    path(ACTOR + "edit/<slug:name>/", sections.edit_actor_page, name="edit_actor"),
    path("manage/stories/<slug:slug>/", stories.manage_story_page, name="manage_story"),
    path("manage/entries/<slug:kind>/<number:pk>/submit/", publication.submit_page, name="submit"),
    path("manage/entries/<slug:kind>/<number:pk>/withdraw/", publication.withdraw_page, name="withdraw"),
    path("manage/entries/<slug:kind>/<number:pk>/archive/", publication.archive_page, name="archive"),
    path("manage/entries/<slug:kind>/<number:pk>/history/", publication.history_page, name="history"),
    path(
        "manage/entries/<slug:kind>/<number:pk>/restore/<number:number>/",
        publication.restore_page,
        name="restore",
    ),
    path("manage/places/", places.places_page, name="places"),
    path("invitations/<slug:token>/", team.invitation_page, name="invitation"),
    path("networks/<slug:slug>/join/", joining.join_page, name="join"),
    path("networks/<slug:slug>/join/sent/", joining.join_sent_page, name="join_sent"),
    path("networks/<slug:slug>/join/done/", joining.join_done_page, name="join_done"),
    path("join/<slug:token>/", joining.join_confirm_page, name="join_confirm"),
    path("logos/<picture:name>", logo.logo_file, name="logo"),
]


moderation_urls: list[URLPattern | URLResolver] = [
    path("moderation/", moderation.queue_page, name="moderation"),
    path("moderation/entries/<slug:kind>/<number:pk>/", moderation.review_page, name="review"),
    path("moderation/publish/", moderation.publish_several_page, name="publish_several"),
    path("moderation/changes/", moderation.changes_page, name="changes"),
    path("moderation/duplicates/", duplicates.duplicates_page, name="duplicates"),
    path("moderation/duplicates/find/", duplicates.find_duplicates_page, name="find_duplicates"),
    path("moderation/duplicates/<number:pk>/", duplicates.dismiss_pair_page, name="dismiss_pair"),
    path("moderation/merge/<number:kept>/<number:merged>/", duplicates.merge_page, name="merge"),
    path("moderation/merges/", duplicates.merges_page, name="merges"),
    path("moderation/merges/<number:pk>/undo/", duplicates.undo_merge_page, name="undo_merge"),
]


ONE = "imports/<number:pk>/"

imports_urls: list[URLPattern | URLResolver] = [
    path("imports/", steps.imports_page, name="imports"),
    path("imports/new/", upload_page.new_import_page, name="new_import"),
    path("imports/example/<slug:kind>/<slug:ending>/", upload_page.import_template, name="import_template"),
    path(ONE, import_page.import_page, name="import"),
    path(ONE + "sheet/", upload_page.import_sheet_page, name="import_sheet"),
    path(ONE + "columns/", upload_page.import_columns_page, name="import_columns"),
    path(ONE + "check/", steps.import_check_page, name="import_check"),
    path(ONE + "mend/", import_page.import_mend_page, name="import_mend"),
    path(ONE + "decide/", import_page.import_decide_page, name="import_decide"),
    path(ONE + "differences/", steps.import_differences_page, name="import_differences"),
    path(ONE + "faults/<slug:ending>/", import_page.import_faults, name="import_faults"),
    path(ONE + "apply/", steps.import_apply_page, name="import_apply"),
    path(ONE + "publish/", steps.import_publish_page, name="import_publish"),
    path(ONE + "cancel/", steps.import_cancel_page, name="import_cancel"),
    path(ONE + "undo/", steps.import_undo_page, name="import_undo"),
    path(ONE + "discard/", steps.import_discard_page, name="import_discard"),
]


app_name = "directory"
urlpatterns = [
    *networks_urls,
    *actors_urls,
    *projects_urls,
    *taxonomy_urls,
    *search_urls,
    *map_urls,
    *editing_urls,
    *moderation_urls,
    *imports_urls,
]
