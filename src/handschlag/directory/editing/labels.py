"""How editing speaks: names of facts, sections, states and kinds."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.directory.contents import Kind, ReviewMode
from handschlag.directory.models import ActorKind, LabelLevel, NetworkKind, NetworkStanding, Status, StoryKind
from handschlag.directory.similar_actors import DuplicateReason

KIND_NAMES: dict[str, str | Promise] = {
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
    return str(KIND_NAMES.get(kind, kind))


def level_word(level: str) -> str:
    """The word for a level in the reader's language; an unknown one comes back as it is."""
    return str(LEVELS.get(level, level))


def standing_word(standing: str) -> str:
    """What became of a network, in the reader's language."""
    return str(STANDINGS.get(standing, standing))


Word = str | Promise

FACTS: dict[str, Word] = {
    "kind": _("Kind"),
    "name": _("Name"),
    "short_name": _("Short name"),
    "umbrella": _("Belongs to"),
    "spot": _("Place"),
    "founded": _("Founded in"),
    "management_body": _("Management body"),
    "website": _("Website"),
    "contact_email": _("Email for enquiries"),
    "contact_phone": _("Telephone of the office"),
    "street": _("Street and postcode of the office"),
    "legal_form": _("Legal form"),
    "standing": _("Whether it still exists"),
    "standing_since": _("Since which year"),
    "successor": _("Continued in"),
    "description_de": _("Description in German"),
    "description_en": _("Description in English"),
    "fields": _("Technology fields"),
    "programmes": _("Programmes"),
    "labels": _("Quality labels"),
    "member_figures": _("Number of members"),
    "sources": _("Sources"),
    "is_sme": _("Small or medium-sized company"),
    "employees": _("Employees"),
    "parent": _("Part of"),
    "ror_id": _("ROR id"),
    "wikidata_id": _("Wikidata id"),
    "euid": _("EUID"),
    "pic": _("PIC"),
    "statements": _("Offers and needs"),
    "day": _("Day"),
    "title_de": _("Title in German"),
    "title_en": _("Title in English"),
    "text_de": _("Text in German"),
    "text_en": _("Text in English"),
    "actors": _("Participants"),
}
SECTIONS: dict[str, Word] = {
    "identity": _("Name and kind"),
    "description": _("Description"),
    "place": _("Place"),
    "fields": _("Technology fields"),
    "contact": _("Website and contact"),
    "body": _("Founding and management"),
    "standing": _("Whether it still exists"),
    "programmes": _("Programmes"),
    "labels": _("Quality labels"),
    "figures": _("Number of members"),
    "identifiers": _("Ids elsewhere"),
    "size": _("Size and website"),
    "statements": _("Offers and needs"),
    "story": _("News item"),
}
STATUSES: dict[str, Word] = {
    Status.DRAFT: _("draft"),
    Status.IN_REVIEW: _("waiting for review"),
    Status.PUBLISHED: _("published"),
    Status.ARCHIVED: _("archived"),
}
ENTRY_KINDS: dict[Kind, Word] = {
    Kind.NETWORK: _("Network"),
    Kind.ACTOR: _("Actor"),
    Kind.STORY: _("News item"),
}
WAYS: dict[ReviewMode, Word] = {
    ReviewMode.AT_ONCE: _("Changes are published immediately."),
    ReviewMode.REVIEWED: _("Changes are reviewed by an editor before they are published."),
}
DRAFT_WAY = _("Only you and your team can see this entry so far.")
BUTTONS: dict[ReviewMode, Word] = {
    ReviewMode.AT_ONCE: _("Save and publish"),
    ReviewMode.REVIEWED: _("Save and send for review"),
}
SAVED: dict[ReviewMode, Word] = {
    ReviewMode.AT_ONCE: _("Saved and published."),
    ReviewMode.REVIEWED: _("Saved. An editor reviews it before it is published. We will email you."),
}
VERBS: dict[str, Word] = {
    "loaded": _("taken from the source"),
    "created": _("created"),
    "imported": _("imported"),
    "edited": _("edited"),
    "submitted": _("sent to the editors"),
    "published": _("published"),
    "returned": _("returned"),
    "archived": _("archived"),
    "restored": _("restored"),
    "merged": _("merged"),
    "taken_apart": _("merge undone"),
    "logo_set": _("logo changed"),
    "logo_removed": _("logo removed"),
    "import_undone": _("as before the import"),
}
# What has changed since two entries became one.
CHANGED_PARTS: dict[str, Word] = {
    "status": _("the state of an entry"),
    "merged_into": _("a further merge"),
    "entry": _("facts of an entry"),
    "memberships": _("memberships"),
    "stories": _("news items"),
    "parts": _("parts of an organisation"),
    "participations": _("joint projects"),
}
_DUPLICATE_REASONS: dict[DuplicateReason, Word] = {
    DuplicateReason.SAME_ROR: _("the same ROR id"),
    DuplicateReason.SAME_NAME: _("the same name, apart from the legal form"),
    DuplicateReason.SAME_NAME_ELSEWHERE: _("the same name in another place"),
    DuplicateReason.SIMILAR_NAME: _("a similar name"),
    DuplicateReason.SAME_WEBSITE: _("the same website"),
}


def duplicate_reason(reason: str) -> str:
    """Why two entries may be one."""
    return str(_DUPLICATE_REASONS[DuplicateReason(reason)])


def fact(name: str) -> str:
    """The label of a fact in the reader's language; an unknown name comes back as it is."""
    return str(FACTS.get(name, name))


def section(name: str) -> str:
    """The title of a section in the reader's language; raises KeyError for an unknown one."""
    return str(SECTIONS[name])


def status(value: str) -> str:
    """The word for the status of an entry; raises KeyError for an unknown one."""
    return str(STATUSES[value])


def verb(name: str) -> str:
    """What happened, as the history says it; an unknown name comes back as it is."""
    return str(VERBS.get(name, name))
