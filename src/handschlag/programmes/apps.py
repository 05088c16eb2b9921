"""How Django finds this floor."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "handschlag.programmes"
    label = "programmes"

    def ready(self) -> None:
        from handschlag.common.audit import audit_verbs
        from handschlag.following.news import followed_news as news_sources
        from handschlag.following.news import followed_things
        from handschlag.programmes import plugins
        from handschlag.programmes.plugins import AUDIT_VERBS

        followed_things.register(plugins.PROGRAMMES, plugins.CALLS)
        news_sources.register(plugins.programme_news, plugins.call_news)
        audit_verbs.register(AUDIT_VERBS)
