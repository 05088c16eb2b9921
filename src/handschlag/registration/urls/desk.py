"""Addresses of this part: badges, lists and check-in."""

from django.urls import URLPattern, URLResolver, path

from handschlag.registration.views import badges

DESK = "<slug:slug>/desk/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DESK + "badges/", badges.badges, name="badges"),
    path(DESK + "badges/<number:job_id>/", badges.badges_file, name="badges_file"),
    path(DESK + "list.<slug:ending>", badges.desk_file, name="desk_file"),
]
