"""Addresses of participants: the next meeting, and what is said of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day.views import afterwards, contacts, next_meeting, offline, online, outcomes, push

LINK = "day/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK, next_meeting.today, name="today"),
    path(LINK + "say/", next_meeting.say, name="say"),
    path(LINK + "sync/", next_meeting.sync, name="sync"),
    path(LINK + "state/", next_meeting.state, name="state"),
    path(LINK + "stand-by/<number:number>/", next_meeting.step_in, name="step_in"),
    path(LINK + "online/<uuid:uid>/", online.enter, name="online"),
    path("events/<slug:slug>/online/<uuid:uid>/", online.door, name="online_door"),
    path(LINK + "now.webmanifest", offline.app, name="app"),
    path(LINK + "worker.js", offline.worker, name="worker"),
    path(LINK + "news/", push.news, name="news"),
    path(LINK + "push/key/", push.key, name="push_key"),
    path(LINK + "push/on/", push.switch_on, name="push_on"),
    path(LINK + "push/off/", push.switch_off, name="push_off"),
    path(LINK + "afterwards/", afterwards.afterwards, name="afterwards"),
    path(LINK + "afterwards/<number:number>/", afterwards.mark, name="mark"),
    path(LINK + "afterwards/<number:number>/object/", afterwards.object_to, name="object"),
    path(LINK + "contacts/", contacts.contacts, name="contacts"),
    path(LINK + "contacts/<number:number>/note/", contacts.save_note, name="note"),
    path(LINK + "contacts.<str:ending>", contacts.contacts_file, name="contacts_file"),
    path(LINK + "came-of-it/", outcomes.came_of_it, name="came_of_it"),
    path(LINK + "came-of-it/<number:number>/", outcomes.answer, name="answer"),
    path(LINK + "delete/", contacts.delete, name="delete"),
]
