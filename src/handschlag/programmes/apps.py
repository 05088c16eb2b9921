"""How Django finds this floor."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "handschlag.programmes"
    label = "programmes"

    def ready(self) -> None:
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.following.news import followed_news as news_sources
        from handschlag.following.news import followed_things
        from handschlag.programmes.plugins import call_news, followed_news
        from handschlag.programmes.plugins.audit_verbs import AUDIT_VERBS

        followed_things.register(followed_news.THINGS, call_news.CALLS)
        news_sources.register(followed_news.news, call_news.news)
        audit_verbs.register(AUDIT_VERBS)
