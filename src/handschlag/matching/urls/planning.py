"""Addresses of this part: runs, the timetable, publishing."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views import planning

PLAN = "<slug:slug>/planning/"

urlpatterns: list[URLPattern] = [
    path(PLAN + "optimise/", planning.optimise, name="optimise"),
    path(PLAN + "runs/new/", planning.run_start, name="run_start"),
    path(PLAN + "runs/<number:number>/", planning.run, name="run"),
    path(PLAN + "runs/<number:number>/stop/", planning.run_stop, name="run_stop"),
    path(PLAN + "runs/<number:number>/discard/", planning.run_discard, name="run_discard"),
    path(PLAN + "adopt/", planning.adopt, name="adopt"),
    path(PLAN + "publish/", planning.optimise, name="publishing"),
    path(PLAN + "by-hand/", planning.optimise, name="by_hand"),
]
