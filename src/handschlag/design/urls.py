"""Addresses of this part: design."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from handschlag.design import themes
from handschlag.design.gallery import pages

app_name = "design"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.parts_page, name="parts"),
    path("theme/", themes.choose_theme, name="theme"),
]
if settings.MODE != "production":
    urlpatterns += [
        path("participant/", pages.participant_page, name="participant_parts"),
        path("organiser/", pages.organiser_page, name="organiser_parts"),
    ]
