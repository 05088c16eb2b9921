"""How Django finds this floor."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "handschlag.pages"
    label = "pages"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data
        from handschlag.common.audit import audit_verbs
        from handschlag.directory.hooks import found_pages
        from handschlag.pages.plugins import AUDIT_VERBS, HOLDER, SOURCE

        personal_data.register(HOLDER)
        audit_verbs.register(AUDIT_VERBS)
        found_pages.register(SOURCE)
