"""The words for kinds and levels, wherever a content names one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.directory.models import ActorKind, LabelLevel, NetworkKind, NetworkStanding, StoryKind

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
STANDINGS: dict[str, str | Promise] = {
    "": _("It is active"),
    NetworkStanding.MERGED.value: _("It has become part of another network"),
    NetworkStanding.DISSOLVED.value: _("It was dissolved"),
    NetworkStanding.ENDED.value: _("Its work or its funding has ended"),
    NetworkStanding.UNPROVEN.value: _("No source shows that it still exists"),
}


def kind_word(kind: str) -> str:
    """The word for a kind in the reader's language; an unknown one comes back as it is."""
    return str(KINDS.get(kind, kind))


def level_word(level: str) -> str:
    """The word for a level in the reader's language; an unknown one comes back as it is."""
    return str(LEVELS.get(level, level))


def standing_word(standing: str) -> str:
    """What became of a network, in the reader's language."""
    return str(STANDINGS.get(standing, standing))
