"""How Django finds this floor."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "handschlag.following"
    label = "following"
