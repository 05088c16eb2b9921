"""Addresses of the demo."""

from django.urls import path

from handschlag.demo.views import clock, people

app_name = "demo"
urlpatterns = [
    path("", people.choose, name="start"),
    path("visitor/", people.leave, name="leave"),
    path("clock/<slug:mark>/", clock.put, name="clock"),
    path("<slug:part>/", people.enter, name="enter"),
]
