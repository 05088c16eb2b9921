"""Addresses of this part: runs, the timetable, publishing."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching import optimisation, prints
from handschlag.matching.moves import pages
from handschlag.matching.publishing import pages as publishing_pages
from handschlag.matching.timetable import pages as timetable_pages

PLAN = "<slug:slug>/planning/"
VERSION = PLAN + "versions/<number:number>/"

urlpatterns: list[URLPattern] = [
    path(PLAN + "optimise/", optimisation.optimise_page, name="optimise"),
    path(PLAN + "runs/new/", optimisation.run_start, name="run_start"),
    path(PLAN + "runs/<number:number>/", optimisation.run_page, name="run"),
    path(PLAN + "runs/<number:number>/stop/", optimisation.run_stop, name="run_stop"),
    path(PLAN + "runs/<number:number>/discard/", optimisation.run_discard, name="run_discard"),
    path(PLAN + "runs/<number:number>/ask/", optimisation.run_ask, name="run_ask"),
    path(PLAN + "adopt/", optimisation.adopt_plan, name="adopt"),
    path(PLAN + "publish/", publishing_pages.publishing_page, name="publishing"),
    path(PLAN + "publish/now/", publishing_pages.publish, name="publish"),
    path(PLAN + "consent/", pages.ask_consent, name="ask_consent"),
    path(PLAN + "moves/<number:number>/", pages.change_move, name="change_move"),
    path(PLAN + "told/<number:number>/", publishing_pages.confirm_told_by_phone, name="told"),
    path(VERSION, publishing_pages.version_page, name="version"),
    path(VERSION + "back/", publishing_pages.roll_back, name="roll_back"),
    path(VERSION + "files/<slug:what>/", publishing_pages.receipt_file, name="receipt"),
    path(PLAN + "timetable/", timetable_pages.timetable_page, name="timetable"),
    path(PLAN + "timetable.<slug:ending>", timetable_pages.timetable_file, name="timetable_file"),
    path(PLAN + "by-hand/", timetable_pages.change_by_hand, name="by_hand"),
    path(PLAN + "move/", timetable_pages.move_meeting, name="move"),
    path(PLAN + "print/", prints.prints_page, name="prints"),
    path(PLAN + "print/<number:job_id>/", prints.prints_file, name="prints_file"),
]
