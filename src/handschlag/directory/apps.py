"""How Django finds this floor."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "handschlag.directory"
    label = "directory"

    def ready(self) -> None:
        from handschlag.directory.screens.participation import DirectoryTeller
        from handschlag.programmes import panels

        panels.register(DirectoryTeller())
