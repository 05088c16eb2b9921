"""Addresses of this part: design."""

from django.urls import URLPattern, URLResolver, path

from handschlag.design.views import gallery, theme

app_name = "design"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", gallery.show, name="parts"),
    path("theme/", theme.choose, name="theme"),
]
