"""Addresses of this part: conferences and their programme, as the public reads them."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views import reception
from handschlag.events.views.conferences import events, files, my_programme, programme

ONE = "events/<slug:slug>/"
SESSION = ONE + "sessions/<number:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", events.events, name="events"),
    path("events/export/<slug:ending>/", events.events_export, name="events_export"),
    path("events/events.ics", events.events_feed, name="events_feed"),
    path(ONE, events.event, name="event"),
    path(ONE + "event.ics", events.event_calendar, name="event_calendar"),
    path(ONE + "programme/", programme.programme, name="programme"),
    path(ONE + "programme.ics", files.programme_calendar, name="programme_calendar"),
    path(ONE + "schedule.xml", files.schedule_xml, name="schedule_xml"),
    path(ONE + "schedule.json", files.schedule_json, name="schedule_json"),
    path(ONE + "foyer/", programme.foyer, name="foyer"),
    path(ONE + "changes/", programme.changes, name="changes"),
    path(ONE + "changes.atom", files.changes_feed, name="changes_feed"),
    path(SESSION, programme.session, name="session"),
    path(SESSION + "session.ics", files.session_calendar, name="session_calendar"),
    path(ONE + "speakers/<number:number>/", programme.speaker, name="speaker"),
    path("reception/<str:token>/", reception.reception, name="reception"),
    path(ONE + "my-programme/", my_programme.mine, name="mine"),
    path(ONE + "my-programme.ics", my_programme.my_calendar, name="my_calendar"),
]
