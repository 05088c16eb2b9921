"""How Django finds this floor."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "handschlag.directory"
    label = "directory"
