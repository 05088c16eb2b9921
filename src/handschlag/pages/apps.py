"""How Django finds this floor."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "handschlag.pages"
    label = "pages"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.pages.plugins.personal_data import HOLDER

        personal_data.register(HOLDER)
