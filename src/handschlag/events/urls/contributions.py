"""Addresses of this part: what people propose, and their own links."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.contributions import own, public

PUBLIC = "events/<slug:slug>/contribute/"
OWN = "contribution/<str:token>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(PUBLIC, public.call, name="call"),
    path(PUBLIC + "sent/", public.sent, name="call_sent"),
    path("events/<slug:slug>/speakers/<number:number>/picture.webp", public.picture, name="speaker_picture"),
    path(OWN, own.contribution, name="contribution"),
    path(OWN + "picture.webp", own.picture, name="contribution_picture"),
    path(OWN + "withdraw/", own.withdraw, name="withdraw_contribution"),
]
