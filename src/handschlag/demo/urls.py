"""Addresses of the demo."""

from django.urls import path

from handschlag.demo import pages

app_name = "demo"
urlpatterns = [
    path("", pages.choose_page, name="start"),
    path("visitor/", pages.leave, name="leave"),
    path("clock/<slug:mark>/", pages.set_clock, name="clock"),
    path("<slug:part>/", pages.enter, name="enter"),
]
