"""How Django finds this floor."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "handschlag.api"
    label = "api"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.api.plugins import sidebar, webhooks
        from handschlag.api.plugins.personal_data import HOLDER
        from handschlag.api.plugins.processing_records import PROCESSINGS

        personal_data.register(HOLDER)
        personal_data.describe(*PROCESSINGS)
        sidebar.hang()
        webhooks.hang()
