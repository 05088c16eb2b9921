"""How Django finds this floor."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "handschlag.demo"
    label = "demo"
