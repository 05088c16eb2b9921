"""Addresses of the demo."""

from django.urls import path

from handschlag.demo.views import clock, personas

app_name = "demo"
urlpatterns = [
    path("", personas.choose, name="start"),
    path("visitor/", personas.leave, name="leave"),
    path("clock/<slug:mark>/", clock.set_clock, name="clock"),
    path("<slug:part>/", personas.enter, name="enter"),
]
