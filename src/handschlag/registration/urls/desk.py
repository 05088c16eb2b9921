"""Addresses of this part: badges, lists and check-in."""

from django.urls import URLPattern, URLResolver, path

from handschlag.registration.views import badges, desk

DESK = "<slug:slug>/desk/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK, desk.desk, name="desk"),
    path(DESK + "check-in/", desk.check_in, name="check_in"),
    path(DESK + "device/", desk.device, name="device"),
    path(DESK + "device/worker.js", desk.worker, name="desk_worker"),
    path(DESK + "device/list.json", desk.desk_list, name="desk_list"),
    path(DESK + "device/sync/", desk.desk_sync, name="desk_sync"),
    path(DESK + "badges/", badges.badges, name="badges"),
    path(DESK + "badges/<number:job_id>/", badges.badges_file, name="badges_file"),
    path(DESK + "list.<slug:ending>", badges.desk_file, name="desk_file"),
]
