"""Addresses of this part: design."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from handschlag.design.views import gallery, specimens, theme

app_name = "design"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", gallery.show, name="parts"),
    path("theme/", theme.choose, name="theme"),
]
if settings.MODE != "production":
    urlpatterns += [
        path("participant/", specimens.participant, name="participant_parts"),
        path("organiser/", specimens.organiser, name="organiser_parts"),
    ]
