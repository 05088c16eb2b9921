"""How Django finds this floor."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "handschlag.directory"
    label = "directory"

    def ready(self) -> None:
        from handschlag.accounts.hooks import personal_data, processing_records
        from handschlag.common.audit import audit_verbs
        from handschlag.directory.followed import THINGS, news
        from handschlag.directory.plugins import AUDIT_VERBS, HOLDER, PROCESSINGS, DirectoryPanels, fields
        from handschlag.following.news import followed_news, followed_things
        from handschlag.programmes.hooks import call_fields, programme_panels

        call_fields.register(fields)
        followed_things.register(*THINGS)
        followed_news.register(news)
        programme_panels.register(DirectoryPanels())
        personal_data.register(HOLDER)
        processing_records.register(*PROCESSINGS)
        audit_verbs.register(AUDIT_VERBS)
