"""How Django finds this floor."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "handschlag.directory"
    label = "directory"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.directory.personal_data import HOLDER
        from handschlag.directory.processing import PROCESSINGS
        from handschlag.directory.screens.participation import DirectoryTeller
        from handschlag.programmes import panels

        panels.register(DirectoryTeller())
        personal_data.register(HOLDER)
        personal_data.describe(*PROCESSINGS)
