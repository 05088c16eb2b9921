"""Addresses of this part: campaigns, their activities, entering and deciding on them."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.campaigns import (
    deciding,
    entering,
    machines,
    managing,
    pictures,
    public,
    shared,
)

HERE = "cluster-week/<slug:campaign>/"
ACTIVITY = HERE + "activities/<slug:activity>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cluster-week/", public.campaigns, name="campaigns"),
    path(HERE, public.campaign, name="campaign"),
    path(HERE + "calendar/", public.calendar, name="calendar"),
    path(HERE + "map/", public.chart, name="map"),
    path(HERE + "feeds/", public.feeds, name="feeds"),
    path(HERE + "calendar.ics", machines.calendar_feed, name="calendar_feed"),
    path(HERE + "news.atom", machines.news_feed, name="news_feed"),
    path(HERE + "activities.<slug:ending>", machines.export, name="activities_export"),
    path(HERE + "widget/", shared.widget, name="widget"),
    path(HERE + "embed/", shared.embed, name="embed"),
    path(HERE + "poster/<slug:land>-<slug:paper>.pdf", shared.land_poster, name="poster"),
    path(ACTIVITY, public.activity, name="activity"),
    path(ACTIVITY + "picture.webp", pictures.picture_file, name="activity_picture_file"),
    path(ACTIVITY + "card.png", shared.activity_card, name="activity_card"),
    path(ACTIVITY + "activity.ics", machines.activity_calendar, name="activity_calendar"),
    path("manage/activities/", entering.my_activities, name="my_activities"),
    path("manage/activities/new/", entering.new_activity, name="new_activity"),
    path("manage/activities/<number:pk>/", entering.edit_activity, name="edit_activity"),
    path("manage/activities/<number:pk>/call-off/", entering.call_off_activity, name="call_off_activity"),
    path("manage/activities/<number:pk>/picture/", pictures.activity_picture, name="activity_picture"),
    path("manage/activities/<number:pk>/<slug:name>/", entering.move_activity, name="move_activity"),
    path("moderation/activities/", deciding.activity_queue, name="activity_queue"),
    path("moderation/activities/<number:pk>/", deciding.review_activity, name="review_activity"),
    path("moderation/campaigns/", managing.manage_campaigns, name="manage_campaigns"),
    path("moderation/campaigns/new/", managing.new_campaign, name="new_campaign"),
    path("moderation/campaigns/<number:pk>/", managing.edit_campaign, name="edit_campaign"),
    path("moderation/campaigns/<number:pk>/switch/", managing.switch_campaign, name="switch_campaign"),
]
