"""Addresses of this part: campaigns, their activities, entering and deciding on them."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.campaigns import (
    activity_review,
    embedding,
    feeds,
    managing,
    own_activities,
    pictures,
    public_activities,
)

HERE = "cluster-week/<slug:campaign>/"
ACTIVITY = HERE + "activities/<slug:activity>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cluster-week/", public_activities.campaigns, name="campaigns"),
    path(HERE, public_activities.campaign, name="campaign"),
    path(HERE + "calendar/", public_activities.calendar, name="calendar"),
    path(HERE + "map/", public_activities.chart, name="map"),
    path(HERE + "feeds/", public_activities.feeds, name="feeds"),
    path(HERE + "calendar.ics", feeds.calendar_feed, name="calendar_feed"),
    path(HERE + "news.atom", feeds.news_feed, name="news_feed"),
    path(HERE + "activities.<slug:ending>", feeds.export, name="activities_export"),
    path(HERE + "widget/", embedding.widget, name="widget"),
    path(HERE + "embed/", embedding.embed, name="embed"),
    path(HERE + "poster/<slug:land>-<slug:paper>.pdf", embedding.land_poster, name="poster"),
    path(ACTIVITY, public_activities.activity, name="activity"),
    path(ACTIVITY + "picture.webp", pictures.picture_file, name="activity_picture_file"),
    path(ACTIVITY + "card.png", embedding.activity_card, name="activity_card"),
    path(ACTIVITY + "activity.ics", feeds.activity_calendar, name="activity_calendar"),
    path("manage/activities/", own_activities.my_activities, name="my_activities"),
    path("manage/activities/new/", own_activities.new_activity, name="new_activity"),
    path("manage/activities/<number:pk>/", own_activities.edit_activity, name="edit_activity"),
    path(
        "manage/activities/<number:pk>/call-off/", own_activities.call_off_activity, name="call_off_activity"
    ),
    path("manage/activities/<number:pk>/picture/", pictures.activity_picture, name="activity_picture"),
    path("manage/activities/<number:pk>/<slug:name>/", own_activities.move_activity, name="move_activity"),
    path("moderation/activities/", activity_review.activity_queue, name="activity_queue"),
    path("moderation/activities/<number:pk>/", activity_review.review_activity, name="review_activity"),
    path("moderation/campaigns/", managing.manage_campaigns, name="manage_campaigns"),
    path("moderation/campaigns/new/", managing.new_campaign, name="new_campaign"),
    path("moderation/campaigns/<number:pk>/", managing.edit_campaign, name="edit_campaign"),
    path("moderation/campaigns/<number:pk>/switch/", managing.switch_campaign, name="switch_campaign"),
]
