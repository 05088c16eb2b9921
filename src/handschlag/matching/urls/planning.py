"""Addresses of this part: runs, the timetable, publishing."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views import consents, planning, prints, publishing, timetable

PLAN = "<slug:slug>/planning/"
VERSION = PLAN + "versions/<number:number>/"

urlpatterns: list[URLPattern] = [
    path(PLAN + "optimise/", planning.optimise, name="optimise"),
    path(PLAN + "runs/new/", planning.run_start, name="run_start"),
    path(PLAN + "runs/<number:number>/", planning.run, name="run"),
    path(PLAN + "runs/<number:number>/stop/", planning.run_stop, name="run_stop"),
    path(PLAN + "runs/<number:number>/discard/", planning.run_discard, name="run_discard"),
    path(PLAN + "runs/<number:number>/ask/", planning.run_ask, name="run_ask"),
    path(PLAN + "adopt/", planning.adopt, name="adopt"),
    path(PLAN + "publish/", publishing.page, name="publishing"),
    path(PLAN + "publish/now/", publishing.publish, name="publish"),
    path(PLAN + "consent/", consents.ask_consent, name="ask_consent"),
    path(PLAN + "moves/<number:number>/", consents.change_move, name="change_move"),
    path(PLAN + "told/<number:number>/", publishing.confirm_told_by_phone, name="told"),
    path(VERSION, publishing.version, name="version"),
    path(VERSION + "back/", publishing.roll_back, name="roll_back"),
    path(VERSION + "files/<slug:what>/", publishing.receipt, name="receipt"),
    path(PLAN + "timetable/", timetable.timetable, name="timetable"),
    path(PLAN + "timetable.<slug:ending>", timetable.timetable_file, name="timetable_file"),
    path(PLAN + "by-hand/", timetable.by_hand, name="by_hand"),
    path(PLAN + "move/", timetable.move, name="move"),
    path(PLAN + "print/", prints.prints, name="prints"),
    path(PLAN + "print/<number:job_id>/", prints.prints_file, name="prints_file"),
]
