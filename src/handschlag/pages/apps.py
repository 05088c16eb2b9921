"""How Django finds this floor."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "handschlag.pages"
    label = "pages"
