"""Addresses of the demo."""

from django.urls import path

from handschlag.demo.views import people

app_name = "demo"
urlpatterns = [
    path("", people.choose, name="start"),
    path("visitor/", people.leave, name="leave"),
    path("<slug:part>/", people.enter, name="enter"),
]
