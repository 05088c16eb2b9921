"""Addresses of events."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from handschlag.events import (
    checklist,
    console,
    console_search,
    copying,
    details,
    event,
    events,
    my_events,
    parts,
    reception,
    team,
)
from handschlag.events.campaigns import (
    activity,
    calendar,
    campaign_map,
    campaigns,
    embedding,
    feeds,
    managing,
    own_activities,
    pictures,
    review,
)
from handschlag.events.contributions import decisions, own, proposing, reviews
from handschlag.events.funding_deadlines import funding_deadlines
from handschlag.events.programme import (
    changes,
    editor,
    files,
    foyer,
    my_programme,
    pages,
    publishing,
    sessions,
)
from handschlag.events.programme_import import pages as programme_import_pages
from handschlag.events.venue import exhibition, meeting_times, object_pages, plan, public_exhibition, signs

ONE = "events/<slug:slug>/"
SESSION = ONE + "sessions/<number:number>/"

public_urls: list[URLPattern | URLResolver] = [
    path("events/", events.events_page, name="events"),
    path("events/export/<slug:ending>/", events.events_export, name="events_export"),
    path("events/events.ics", events.events_feed, name="events_feed"),
    path(ONE, event.event_page, name="event"),
    path(ONE + "event.ics", event.event_calendar, name="event_calendar"),
    path(ONE + "programme/", pages.programme_page, name="programme"),
    path(ONE + "programme.ics", files.programme_calendar, name="programme_calendar"),
    path(ONE + "schedule.xml", files.schedule_xml, name="schedule_xml"),
    path(ONE + "schedule.json", files.schedule_json, name="schedule_json"),
    path(ONE + "foyer/", foyer.foyer_page, name="foyer"),
    path(ONE + "changes/", changes.changes_page, name="changes"),
    path(ONE + "changes.atom", changes.changes_feed, name="changes_feed"),
    path(SESSION, pages.session_page, name="session"),
    path(SESSION + "session.ics", files.session_calendar, name="session_calendar"),
    path(ONE + "speakers/<number:number>/", pages.speaker_page, name="speaker"),
    path("reception/<str:token>/", reception.reception_page, name="reception"),
    path(ONE + "my-programme/", my_programme.my_programme_page, name="mine"),
    path(ONE + "my-programme.ics", my_programme.my_calendar, name="my_calendar"),
]


CALL = "events/<slug:slug>/contribute/"
OWN = "contribution/<str:token>/"

contribution_urls: list[URLPattern | URLResolver] = [
    path(CALL, proposing.call_page, name="call"),
    path(CALL + "sent/", proposing.sent_page, name="call_sent"),
    path(
        "events/<slug:slug>/speakers/<number:number>/picture.webp",
        proposing.speaker_picture,
        name="speaker_picture",
    ),
    path(OWN, own.own_contribution_page, name="contribution"),
    path(OWN + "picture.webp", own.own_picture, name="contribution_picture"),
    path(OWN + "withdraw/", own.withdraw_page, name="withdraw_contribution"),
]


exhibition_urls: list[URLPattern | URLResolver] = [
    path("events/pictures/<picture:name>", public_exhibition.exhibit_image, name="exhibit_image"),
    path(ONE + "exhibition/", public_exhibition.exhibition_page, name="exhibition"),
    path(ONE + "exhibition/<slug:exhibit>/", public_exhibition.exhibit_page, name="exhibit"),
]


CAMPAIGN = "cluster-week/<slug:campaign>/"
ACTIVITY = CAMPAIGN + "activities/<slug:activity>/"

campaign_urls: list[URLPattern | URLResolver] = [
    path("cluster-week/", campaigns.campaigns_page, name="campaigns"),
    path(CAMPAIGN, campaigns.campaign_page, name="campaign"),
    path(CAMPAIGN + "calendar/", calendar.calendar_page, name="calendar"),
    path(CAMPAIGN + "map/", campaign_map.map_page, name="map"),
    path(CAMPAIGN + "feeds/", feeds.feeds_page, name="feeds"),
    path(CAMPAIGN + "calendar.ics", feeds.calendar_feed, name="calendar_feed"),
    path(CAMPAIGN + "news.atom", feeds.news_feed, name="news_feed"),
    path(CAMPAIGN + "activities.<slug:ending>", feeds.activities_export, name="activities_export"),
    path(CAMPAIGN + "widget/", embedding.widget, name="widget"),
    path(CAMPAIGN + "embed/", embedding.embed, name="embed"),
    path(CAMPAIGN + "poster/<slug:land>-<slug:paper>.pdf", embedding.land_poster, name="poster"),
    path(ACTIVITY, activity.activity_page, name="activity"),
    path(ACTIVITY + "picture.webp", pictures.picture_file, name="activity_picture_file"),
    path(ACTIVITY + "card.png", activity.activity_card, name="activity_card"),
    path(ACTIVITY + "activity.ics", feeds.activity_calendar, name="activity_calendar"),
    path("manage/activities/", own_activities.my_activities_page, name="my_activities"),
    path("manage/activities/new/", own_activities.new_activity, name="new_activity"),
    path("manage/activities/<number:pk>/", own_activities.edit_activity, name="edit_activity"),
    path(
        "manage/activities/<number:pk>/call-off/", own_activities.call_off_activity, name="call_off_activity"
    ),
    path("manage/activities/<number:pk>/picture/", pictures.activity_picture, name="activity_picture"),
    path("manage/activities/<number:pk>/<slug:name>/", own_activities.move_activity, name="move_activity"),
    path("moderation/activities/", review.activity_queue, name="activity_queue"),
    path("moderation/activities/<number:pk>/", review.review_activity, name="review_activity"),
    path("moderation/campaigns/", managing.manage_campaigns, name="manage_campaigns"),
    path("moderation/campaigns/new/", managing.new_campaign_page, name="new_campaign"),
    path("moderation/campaigns/<number:pk>/", managing.edit_campaign_page, name="edit_campaign"),
    path("moderation/campaigns/<number:pk>/switch/", managing.switch_campaign, name="switch_campaign"),
]


organiser_urls: list[URLPattern | URLResolver] = [
    path("", my_events.my_events, name="manage"),
    path("guide/", console.guide_page, name="guide"),
    path("new/", my_events.new_event, name="new_event"),
    path("<slug:slug>/", checklist.overview_page, name="manage_event"),
    path("<slug:slug>/details/", details.details_page, name="details"),
    path("<slug:slug>/edit/<slug:name>/", details.edit_event, name="edit_event"),
    path("<slug:slug>/status/", details.event_status, name="event_status"),
    path("<slug:slug>/find/", console_search.console_search_page, name="find"),
    path("<slug:slug>/copy/", copying.copy_page, name="copy_event"),
    path("<slug:slug>/delete/", my_events.delete_page, name="delete_event"),
    path("<slug:slug>/team/", team.team_page, name="team"),
    path("<slug:slug>/team/<number:user_id>/", team.leave_team, name="leave_team"),
    path("<slug:slug>/team/<number:user_id>/rights/", team.change_rights_page, name="change_rights"),
    path("<slug:slug>/team/reception/", team.give_pass_page, name="give_pass"),
    path("<slug:slug>/team/reception/<number:pass_id>/", team.change_pass_page, name="change_pass"),
    path("<slug:slug>/house/", parts.times_and_rooms, name="times_and_rooms"),
    path("<slug:slug>/speakers/", parts.speakers, name="speakers"),
    path("<slug:slug>/speakers.csv", parts.speakers_export, name="speakers_export"),
    path("<slug:slug>/parts/<slug:part>/new/", parts.new_component, name="new_part"),
    path("<slug:slug>/parts/<slug:part>/<number:pk>/", parts.edit_component, name="edit_part"),
    path(
        "<slug:slug>/parts/<slug:part>/<number:pk>/remove/", parts.remove_component_page, name="remove_part"
    ),
    path("<slug:slug>/programme/", editor.programme_editor, name="programme_editor"),
    path("<slug:slug>/programme/import/", programme_import_pages.imports_page, name="programme_imports"),
    path(
        "<slug:slug>/programme/import/<number:pk>/",
        programme_import_pages.import_page,
        name="programme_import",
    ),
    path(
        "<slug:slug>/programme/export/<slug:ending>/",
        programme_import_pages.programme_export,
        name="programme_export",
    ),
    path("<slug:slug>/sessions/new/", sessions.new_session, name="new_session"),
    path("<slug:slug>/sessions/preview/", editor.session_preview, name="session_preview"),
    path("<slug:slug>/sessions/<number:pk>/", sessions.edit_session, name="edit_session"),
    path("<slug:slug>/sessions/<number:pk>/move/", editor.move_session_page, name="move_session"),
    path("<slug:slug>/sessions/<number:pk>/cancel/", editor.cancel_session_page, name="cancel_session"),
    path("<slug:slug>/publish/", publishing.publish_page, name="publish"),
    path("<slug:slug>/versions/", publishing.versions_page, name="versions"),
    path("<slug:slug>/versions/<number:number>/", publishing.version_page, name="version"),
    path("<slug:slug>/versions/<number:number>/back/", publishing.take_back_page, name="take_back"),
    path("<slug:slug>/undo/<number:pk>/", parts.undo_removal_page, name="undo_removal"),
]


review_urls: list[URLPattern | URLResolver] = [
    path("<slug:slug>/contributions/", reviews.contributions_page, name="contributions"),
    path("<slug:slug>/contributions/call/", reviews.edit_call, name="edit_call"),
    path("<slug:slug>/contributions/tell/", decisions.tell_page, name="tell_contributions"),
    path(
        "<slug:slug>/contributions/export/<slug:ending>/",
        reviews.contributions_export,
        name="contributions_export",
    ),
    path("<slug:slug>/contributions/<number:pk>/", reviews.contribution_page, name="one_contribution"),
    path(
        "<slug:slug>/contributions/<number:pk>/picture.webp",
        reviews.proposed_picture,
        name="proposed_picture",
    ),
    path("<slug:slug>/contributions/<number:pk>/link/", reviews.contribution_link, name="contribution_link"),
    path("<slug:slug>/contributions/<number:pk>/decide/", decisions.decide_page, name="decide_contribution"),
]


MANAGED = "<slug:slug>/"
THING = MANAGED + "exhibition/<slug:thing>/"

venue_urls: list[URLPattern | URLResolver] = [
    path(MANAGED + "plan/", plan.plan_page, name="plan"),
    path(MANAGED + "plan/size/", plan.plan_size, name="plan_size"),
    path(MANAGED + "plan/<slug:kind>/<number:pk>/", plan.place_shape_page, name="place_shape"),
    path(MANAGED + "exhibition/", exhibition.exhibits_page, name="exhibits"),
    path(MANAGED + "exhibition/stands/", exhibition.stands_page, name="stands"),
    path(MANAGED + "exhibition/people/", exhibition.stand_staff_page, name="stand_staff"),
    path(MANAGED + "exhibition/desks/", exhibition.desks_page, name="desks"),
    path(MANAGED + "exhibition/<slug:thing>.<slug:ending>", exhibition.export_objects, name="things_export"),
    path(MANAGED + "exhibition/signs/", signs.signs_page, name="signs"),
    path(MANAGED + "exhibition/signs/<number:job_id>/", signs.signs_file, name="signs_file"),
    path(MANAGED + "exhibition/picture/<number:pk>/", exhibition.exhibit_picture, name="exhibit_picture"),
    path(MANAGED + "grid/", meeting_times.meeting_times_page, name="grid"),
    path(MANAGED + "grid/places/", meeting_times.places_page, name="places"),
    path(MANAGED + "grid/places/from-stands/", meeting_times.places_from_stands, name="places_from_stands"),
    path(MANAGED + "grid/<number:pk>/places/", meeting_times.open_places_page, name="open_places"),
    path(THING + "new/", object_pages.new_object, name="new_thing"),
    path(THING + "<number:pk>/", object_pages.edit_object, name="edit_thing"),
    path(THING + "<number:pk>/remove/", object_pages.remove_object, name="remove_thing"),
]


app_name = "events"
urlpatterns = [
    path("", include(public_urls)),
    path("", include(contribution_urls)),
    path("", include(exhibition_urls)),
    path("", include(campaign_urls)),
    path("funding-calls/deadlines.ics", funding_deadlines, name="funding_deadlines"),
    path("manage/events/", include(organiser_urls)),
    path("manage/events/", include(review_urls)),
    path("manage/events/", include(venue_urls)),
]
