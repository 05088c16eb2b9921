"""Addresses of this part: inbox, own wishes, the day."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching import day, inbox, wishes
from handschlag.matching.moves import pages

LINK = "matching/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK + "inbox/", inbox.inbox_page, name="inbox"),
    path(LINK + "inbox/answer/", inbox.answer, name="answer"),
    path(LINK + "inbox/answered/", inbox.answered_page, name="answered"),
    path(LINK + "inbox/standing/", inbox.standing_yes, name="standing"),
    path(LINK + "inbox/<int:number>/undo/", inbox.undo, name="undo"),
    path(LINK + "inbox/<int:number>/way/", inbox.remedy, name="way"),
    path(LINK + "inbox/<int:number>/ask/", inbox.ask_room, name="ask_room"),
    path(LINK + "inbox/<int:number>/delegate/", inbox.delegate, name="delegate"),
    path(LINK + "wishes/", wishes.wishes_page, name="wishes"),
    path(LINK + "wishes/group/", wishes.group_page, name="group"),
    path(LINK + "wishes/<int:number>/withdraw/", wishes.withdraw_page, name="withdraw"),
    path(LINK + "moves/", pages.moves_page, name="moves"),
    path(LINK + "moves/<int:number>/answer/", pages.answer_move, name="answer_move"),
    path(LINK + "day/", day.day_page, name="day"),
    path(LINK + "day/agenda.webmanifest", day.agenda_manifest, name="agenda"),
    path(LINK + "day/worker.js", day.agenda_worker, name="agenda_worker"),
    path(LINK + "day.pdf", day.day_sheet, name="sheet"),
]
