"""How Django finds this floor."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "handschlag.pages"
    label = "pages"

    def ready(self) -> None:
        from handschlag.accounts.hooks.personal_data import personal_data
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.directory.hooks.found_pages import found_pages
        from handschlag.pages.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.pages.plugins.found_pages import SOURCE
        from handschlag.pages.plugins.personal_data import HOLDER

        personal_data.register(HOLDER)
        audit_verbs.register(AUDIT_VERBS)
        found_pages.register(SOURCE)
