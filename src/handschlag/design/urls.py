"""Addresses of this part: design."""

from django.urls import URLPattern, URLResolver, path

from handschlag.design import views

app_name = "design"
urlpatterns: list[URLPattern | URLResolver] = [
    path("theme/", views.theme, name="theme"),
]
