"""Addresses of this part: inbox, own wishes, the day."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views import answers, answers_moves, answers_wishes, day, day_offline

LINK = "matching/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(LINK + "inbox/", answers.inbox, name="inbox"),
    path(LINK + "inbox/answer/", answers.answer, name="answer"),
    path(LINK + "inbox/answered/", answers.answered, name="answered"),
    path(LINK + "inbox/standing/", answers.standing_yes, name="standing"),
    path(LINK + "inbox/<int:number>/undo/", answers.undo, name="undo"),
    path(LINK + "inbox/<int:number>/way/", answers.remedy, name="way"),
    path(LINK + "inbox/<int:number>/ask/", answers.ask_room, name="ask_room"),
    path(LINK + "inbox/<int:number>/delegate/", answers.delegate, name="delegate"),
    path(LINK + "wishes/", answers_wishes.wishes, name="wishes"),
    path(LINK + "wishes/group/", answers_wishes.group, name="group"),
    path(LINK + "wishes/<int:number>/withdraw/", answers_wishes.withdraw, name="withdraw"),
    path(LINK + "moves/", answers_moves.moves, name="moves"),
    path(LINK + "moves/<int:number>/answer/", answers_moves.answer_move, name="answer_move"),
    path(LINK + "day/", day.day, name="day"),
    path(LINK + "day/agenda.webmanifest", day_offline.webmanifest, name="agenda"),
    path(LINK + "day/worker.js", day_offline.worker, name="agenda_worker"),
    path(LINK + "day.pdf", day.sheet, name="sheet"),
]
