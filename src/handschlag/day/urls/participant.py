"""Addresses of participants: the next meeting, and what is said of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day import afterwards, contacts, news, next_meeting, online, outcomes, personal_data, push

LINK = "day/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK, next_meeting.today_page, name="today"),
    path(LINK + "say/", next_meeting.say_page, name="say"),
    path(LINK + "sync/", next_meeting.sync_page, name="sync"),
    path(LINK + "state/", next_meeting.state_page, name="state"),
    path(LINK + "stand-by/<number:number>/", next_meeting.step_in_page, name="step_in"),
    path(LINK + "online/<uuid:uid>/", online.enter_page, name="online"),
    path("events/<slug:slug>/online/<uuid:uid>/", online.door_page, name="online_door"),
    path(LINK + "now.webmanifest", news.app_manifest, name="app"),
    path(LINK + "worker.js", news.service_worker, name="worker"),
    path(LINK + "news/", news.news_page, name="news"),
    path(LINK + "push/key/", push.public_key_page, name="push_key"),
    path(LINK + "push/on/", push.switch_on, name="push_on"),
    path(LINK + "push/off/", push.switch_off, name="push_off"),
    path(LINK + "afterwards/", afterwards.afterwards_page, name="afterwards"),
    path(LINK + "afterwards/<number:number>/", afterwards.save_mark, name="mark"),
    path(LINK + "afterwards/<number:number>/object/", afterwards.save_objection, name="object"),
    path(LINK + "contacts/", contacts.contacts_page, name="contacts"),
    path(LINK + "contacts/<number:number>/note/", contacts.save_note_page, name="note"),
    path(LINK + "contacts.<str:ending>", contacts.contacts_download, name="contacts_file"),
    path(LINK + "came-of-it/", outcomes.came_of_it_page, name="came_of_it"),
    path(LINK + "came-of-it/<number:number>/", outcomes.save_answer, name="answer"),
    path(LINK + "delete/", personal_data.delete_page, name="delete"),
]
