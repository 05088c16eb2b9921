"""How Django finds this floor."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "handschlag.programmes"
    label = "programmes"

    def ready(self) -> None:
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.following.hooks.followed_news import followed_news
        from handschlag.following.hooks.followed_things import followed_things
        from handschlag.programmes.plugins import call_news
        from handschlag.programmes.plugins.audit_verbs import AUDIT_VERBS

        followed_news.register(call_news.news)
        followed_things.register(call_news.CALLS)
        audit_verbs.register(AUDIT_VERBS)
