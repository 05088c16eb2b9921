"""Addresses of this part: campaigns, their activities, entering and deciding on them."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.campaigns import machines, public, shared

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
    path(ACTIVITY + "card.png", shared.activity_card, name="activity_card"),
    path(ACTIVITY + "activity.ics", machines.activity_calendar, name="activity_calendar"),
]
