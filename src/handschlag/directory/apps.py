"""How Django finds this floor."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "handschlag.directory"
    label = "directory"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.directory.plugins.personal_data import HOLDER
        from handschlag.directory.plugins.processing_records import PROCESSINGS
        from handschlag.directory.plugins.programme_panels import DirectoryPanels
        from handschlag.programmes.hooks import programme_panels

        programme_panels.register(DirectoryPanels())
        personal_data.register(HOLDER)
        personal_data.describe(*PROCESSINGS)
