"""The words for kinds and levels, wherever a content names one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.directory.models import ActorKind, LabelLevel, NetworkKind, StoryKind

KINDS: dict[str, str | Promise] = {
    NetworkKind.CLUSTER.value: _("Cluster"),
    NetworkKind.ZIM_NETWORK.value: _("ZIM network"),
    NetworkKind.RESEARCH_ASSOCIATION.value: _("Research association"),
    ActorKind.COMPANY.value: _("Company"),
    ActorKind.UNIVERSITY.value: _("University: chair or institute"),
    ActorKind.RESEARCH.value: _("Research institution: department"),
    ActorKind.OTHER.value: _("Other"),
    StoryKind.NEWS.value: _("News"),
    StoryKind.SUCCESS.value: _("Success story"),
}
LEVELS: dict[str, str | Promise] = {
    LabelLevel.BRONZE.value: _("Bronze"),
    LabelLevel.SILVER.value: _("Silver"),
    LabelLevel.GOLD.value: _("Gold"),
}


def kind_word(kind: str) -> str:
    """The word for a kind in the reader's language; an unknown one comes back as it is."""
    return str(KINDS.get(kind, kind))


def level_word(level: str) -> str:
    """The word for a level in the reader's language; an unknown one comes back as it is."""
    return str(LEVELS.get(level, level))
