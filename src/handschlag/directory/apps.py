"""How Django finds this floor."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "handschlag.directory"
    label = "directory"

    def ready(self) -> None:
        from handschlag.accounts.hooks.personal_data import personal_data
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.directory.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.directory.plugins.call_fields import fields
        from handschlag.directory.plugins.followed_news import news
        from handschlag.directory.plugins.followed_things import THINGS
        from handschlag.directory.plugins.personal_data import HOLDER
        from handschlag.directory.plugins.processing_records import PROCESSINGS
        from handschlag.directory.plugins.programme_panels import DirectoryPanels
        from handschlag.following.news import followed_news, followed_things
        from handschlag.programmes.hooks.call_fields import call_fields
        from handschlag.programmes.hooks.programme_panels import programme_panels

        call_fields.register(fields)
        followed_things.register(*THINGS)
        followed_news.register(news)
        programme_panels.register(DirectoryPanels())
        personal_data.register(HOLDER)
        processing_records.register(*PROCESSINGS)
        audit_verbs.register(AUDIT_VERBS)
