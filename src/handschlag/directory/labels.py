"""The words for what a row only names by a code: kinds, sizes, levels, parts of a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext

from handschlag.directory.models import ActorKind, ConceptKind, LabelLevel, NetworkKind, StoryKind
from handschlag.directory.models.networks import MemberGroup

KIND_WORDS = {
    "cluster": "Cluster, Netzwerk, Innovationscluster, cluster, network",
    "zim_network": "ZIM-Netzwerk, ZIM-Kooperationsnetzwerk, Netzwerk, ZIM network, co-operation network",
    "research_association": "Forschungsvereinigung, Netzwerk, IGF, research association, network",
    "company": "Unternehmen, Firma, company",
    "university": "Hochschule, Universität, Lehrstuhl, Institut, university, chair, institute",
    "research": "Forschungseinrichtung, Forschungsinstitut, research institution, research institute",
    "other": "",
    "programme": "Förderprogramm, Förderung, funding programme",
    "field": "Technologiefeld, technology field",
    "news": "Nachricht, Neuigkeit, news",
    "success": "Erfolgsgeschichte, Praxisbeispiel, success story",
    "eu_project": "Verbundprojekt, Forschungsprojekt, EU-Projekt, joint project, EU research project",
    "federal_project": "Verbundprojekt, Forschungsprojekt, Bundesprojekt, joint project, research project",
}
KIND_NAMES = {
    "cluster": ("Cluster", "Cluster"),
    "zim_network": ("ZIM-Netzwerk", "ZIM network"),
    "research_association": ("Forschungsvereinigung", "Research association"),
    "company": ("Unternehmen", "Company"),
    "university": ("Lehrstuhl oder Hochschulinstitut", "University chair or institute"),
    "research": ("Forschungsabteilung", "Department of a research institution"),
    "other": ("Andere Organisation", "Other organisation"),
    "programme": ("Förderprogramm", "Funding programme"),
    "field": ("Technologiefeld", "Technology field"),
    "news": ("Nachricht", "News"),
    "success": ("Erfolgsgeschichte", "Success story"),
    "eu_project": ("Verbundprojekt der EU", "EU joint project"),
    "federal_project": ("Verbundprojekt des Bundes", "Federal joint project"),
}
STATE_NAMES = {
    "running": ("läuft", "running"),
    "ahead": ("beginnt noch", "yet to begin"),
    "ended": ("beendet", "ended"),
}
SIZE_NAMES = {
    "sme": ("Kleines oder mittleres Unternehmen", "Small or medium-sized company"),
    "large": ("Großes Unternehmen", "Large company"),
    "unknown": ("Größe nicht angegeben", "Size not stated"),
}
LEVEL_NAMES = {"gold": ("Gold", "Gold"), "silver": ("Silber", "Silver"), "bronze": ("Bronze", "Bronze")}
SIZE_WORDS = {
    "sme": "KMU, Mittelstand, kleine und mittlere Unternehmen, SME, small and medium-sized enterprise",
    "large": "Großunternehmen, Konzern, large company",
}


type Word = str | Promise

NETWORK_KINDS: Final[dict[str, Word]] = {
    NetworkKind.CLUSTER: _("Cluster"),
    NetworkKind.ZIM_NETWORK: _("ZIM network"),
    NetworkKind.RESEARCH_ASSOCIATION: _("Research association"),
}
ACTOR_KINDS: Final[dict[str, Word]] = {
    ActorKind.COMPANY: _("Company"),
    ActorKind.UNIVERSITY: _("University chair or institute"),
    ActorKind.RESEARCH: _("Department of a research institution"),
    ActorKind.OTHER: _("Other organisation"),
}
LEVELS: Final[dict[str, Word]] = {
    LabelLevel.BRONZE: _("Bronze"),
    LabelLevel.SILVER: _("Silver"),
    LabelLevel.GOLD: _("Gold"),
}
STORY_KINDS: Final[dict[str, Word]] = {
    StoryKind.NEWS: _("News"),
    StoryKind.SUCCESS: _("Success story"),
}
CONCEPT_KINDS: Final[dict[str, Word]] = {
    ConceptKind.TECHNOLOGY: _("Technologies"),
    ConceptKind.APPLICATION: _("Applications"),
    ConceptKind.SERVICE: _("Services"),
    ConceptKind.COOPERATION: _("Forms of co-operation"),
    ConceptKind.MATERIAL: _("Materials"),
    ConceptKind.METHOD: _("Methods"),
}
PARTS: Final[dict[MemberGroup, Word]] = {
    MemberGroup.SMALL: _("small and medium-sized companies"),
    MemberGroup.LARGE: _("large companies"),
    MemberGroup.COMPANY: _("companies without a stated size"),
    MemberGroup.RESEARCH: _("research and development"),
    MemberGroup.OTHER: _("others"),
    MemberGroup.UNSTATED: _("not stated in the source"),
}


def network_kind(kind: str) -> str:
    """The word for a kind of network; raises KeyError for an unknown one."""
    return str(NETWORK_KINDS[kind])


def story_kind(kind: str) -> str:
    """News or a success story."""
    return str(STORY_KINDS[kind])


def actor_kind(kind: str, is_sme: bool | None = None) -> str:
    """A company says how large it is where that is known."""
    if kind == ActorKind.COMPANY and is_sme is not None:
        return str(_("Small or medium-sized company") if is_sme else _("Large company"))
    return str(ACTOR_KINDS[kind])


ACTOR_SHORT: Final[dict[str, Word]] = {
    ActorKind.UNIVERSITY: _("University"),
    ActorKind.RESEARCH: _("Research"),
    ActorKind.OTHER: _("Other organisation"),
}


def actor_in_short(kind: str, is_sme: bool | None) -> str:
    """The kind where there is little room: in the lines of a list."""
    if kind != ActorKind.COMPANY:
        return str(ACTOR_SHORT[kind])
    return str({True: _("SME"), False: _("Large company"), None: _("Company")}[is_sme])


def networks(n: int) -> str:
    """Singular or plural for `n`; the number itself is still to be put in for `%(n)s`."""
    return ngettext("%(n)s network", "%(n)s networks", n)


def ended_networks(n: int) -> str:
    """Those that are no more; the number is still to be put in for `%(n)s`."""
    return ngettext("%(n)s network that has ended", "%(n)s networks that have ended", n)


def actors(n: int) -> str:
    """Singular or plural for `n`; the number itself is still to be put in for `%(n)s`."""
    return ngettext("%(n)s actor", "%(n)s actors", n)


def projects(n: int) -> str:
    """Singular or plural for `n`; the number itself is still to be put in for `%(n)s`."""
    return ngettext("%(n)s joint project", "%(n)s joint projects", n)


# How many of a kind; "" is any kind. The text still holds its placeholder.
COUNTED_NETWORKS: Final[dict[str, Callable[[int], str]]] = {
    "": networks,
    NetworkKind.CLUSTER: lambda n: ngettext("%(n)s cluster", "%(n)s clusters", n),
    NetworkKind.ZIM_NETWORK: lambda n: ngettext("%(n)s ZIM network", "%(n)s ZIM networks", n),
    NetworkKind.RESEARCH_ASSOCIATION: lambda n: ngettext(
        "%(n)s research association", "%(n)s research associations", n
    ),
}
COUNTED_ACTORS: Final[dict[str, Callable[[int], str]]] = {
    "": actors,
    ActorKind.COMPANY: lambda n: ngettext("%(n)s company", "%(n)s companies", n),
    ActorKind.UNIVERSITY: lambda n: ngettext(
        "%(n)s university chair or institute", "%(n)s university chairs and institutes", n
    ),
    ActorKind.RESEARCH: lambda n: ngettext(
        "%(n)s department of a research institution", "%(n)s departments of research institutions", n
    ),
    ActorKind.OTHER: lambda n: ngettext("%(n)s other organisation", "%(n)s other organisations", n),
}

COUNTED_PROJECTS: Final[dict[str, Callable[[int], str]]] = {
    "": projects,
    "eu_project": lambda n: ngettext("%(n)s EU joint project", "%(n)s EU joint projects", n),
    "federal_project": lambda n: ngettext("%(n)s federal joint project", "%(n)s federal joint projects", n),
}


def networks_dative(n: int) -> str:
    """German: 10 von 85 Netzwerken."""
    return npgettext("of", "%(n)s network", "%(n)s networks", n)


def actors_dative(n: int) -> str:
    """As after "of", which German puts in the dative; the number is still to be put in for `%(n)s`."""
    return npgettext("of", "%(n)s actor", "%(n)s actors", n)


def projects_dative(n: int) -> str:
    """As after "of", which German puts in the dative; the number is still to be put in for `%(n)s`."""
    return npgettext("of", "%(n)s joint project", "%(n)s joint projects", n)


def organisations(n: int) -> str:
    """Singular or plural for `n`; the number itself is still to be put in for `%(n)s`."""
    return ngettext("%(n)s organisation", "%(n)s organisations", n)
