"""Addresses of this part: badges, lists and check-in."""

from django.urls import URLPattern, URLResolver, path

from handschlag.registration import badge_designs, badges, check_in, device

DESK = "<slug:slug>/desk/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK, check_in.check_in_page, name="desk"),
    path(DESK + "check-in/", check_in.check_in_person, name="check_in"),
    path(DESK + "device/", device.device_page, name="device"),
    path(DESK + "device/worker.js", device.worker, name="desk_worker"),
    path(DESK + "device/list.json", device.check_in_list, name="desk_list"),
    path(DESK + "device/sync/", device.check_in_sync, name="desk_sync"),
    path(DESK + "badges/", badges.badges_page, name="badges"),
    path(DESK + "badges/<number:job_id>/", badges.badges_file, name="badges_file"),
    path(DESK + "badges/design/", badge_designs.badge_design_page, name="badge_design"),
    path(DESK + "badges/design/<picture:name>", badge_designs.badge_logo, name="badge_logo"),
    path(DESK + "list.<slug:ending>", badges.check_in_file, name="desk_file"),
]
