"""The sections of an entry's form, and which of them an editor has to see before the public does.

What says who an entry is, what it claims from others (a programme, a label) and prose about a network wait
for an editor; what only those who look after it can know is published at once, and shown to the editors
afterwards. The reasons: docs/decisions/0040-what-editors-see-first.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handschlag.directory.rules.contents import Kind


class ReviewMode(StrEnum):
    AT_ONCE = "at_once"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a form with its own button: the facts in it, and the way they take to the public."""

    name: str
    facts: tuple[str, ...]
    way: ReviewMode
    needs_source: bool = False


IDENTIFIERS = ("wikidata_id", "euid", "pic")
NETWORK_SECTIONS = (
    Section(name="identity", facts=("name", "short_name", "kind", "umbrella"), way=ReviewMode.REVIEWED),
    Section(name="description", facts=("description_de", "description_en"), way=ReviewMode.REVIEWED),
    Section(name="place", facts=("spot",), way=ReviewMode.AT_ONCE, needs_source=True),
    Section(name="fields", facts=("fields",), way=ReviewMode.AT_ONCE, needs_source=True),
    Section(
        name="contact",
        facts=("website", "contact_email", "contact_phone", "street"),
        way=ReviewMode.AT_ONCE,
    ),
    Section(
        name="body",
        facts=("founded", "legal_form", "management_body"),
        way=ReviewMode.AT_ONCE,
        needs_source=True,
    ),
    Section(
        name="standing",
        facts=("standing", "standing_since", "successor"),
        way=ReviewMode.REVIEWED,
        needs_source=True,
    ),
    Section(name="identifiers", facts=IDENTIFIERS, way=ReviewMode.REVIEWED),
    Section(name="programmes", facts=("programmes",), way=ReviewMode.REVIEWED, needs_source=True),
    Section(name="labels", facts=("labels",), way=ReviewMode.REVIEWED, needs_source=True),
    Section(name="figures", facts=("member_figures",), way=ReviewMode.AT_ONCE),
)
ACTOR_SECTIONS = (
    Section(name="identity", facts=("name", "kind", "parent", "ror_id"), way=ReviewMode.REVIEWED),
    Section(name="identifiers", facts=IDENTIFIERS, way=ReviewMode.REVIEWED),
    Section(name="place", facts=("spot",), way=ReviewMode.AT_ONCE),
    Section(name="size", facts=("is_sme", "employees", "website"), way=ReviewMode.AT_ONCE),
    Section(name="description", facts=("description_de", "description_en"), way=ReviewMode.AT_ONCE),
    Section(name="fields", facts=("fields",), way=ReviewMode.AT_ONCE),
    Section(name="statements", facts=("statements",), way=ReviewMode.AT_ONCE),
)
STORY_SECTIONS = (
    Section(
        name="story",
        facts=("kind", "day", "title_de", "title_en", "text_de", "text_en", "actors"),
        way=ReviewMode.REVIEWED,
    ),
)
SECTIONS: dict[Kind, tuple[Section, ...]] = {
    Kind.NETWORK: NETWORK_SECTIONS,
    Kind.ACTOR: ACTOR_SECTIONS,
    Kind.STORY: STORY_SECTIONS,
}
# What the source rows of a fact are called: the fields of the model, as loaders write them too.
SOURCE_NAMES = {"spot": ("place", "land"), "programmes": ("in_programmes",)}


def section(kind: Kind, name: str) -> Section | None:
    """The section with this name in the form of this kind, or None."""
    return next((one for one in SECTIONS[kind] if one.name == name), None)


def source_names(facts: Iterable[str]) -> tuple[str, ...]:
    """What facts are called where their sources are kept; one fact may have several names there."""
    return tuple(name for fact in facts for name in SOURCE_NAMES.get(fact, (fact,)))


def way_of(one: Section, *, is_public: bool, may_publish: bool, is_others: bool = False) -> ReviewMode:
    """How a change reaches the public.

    An entry that nobody sees yet, and an editor, need no review; an actor that others entered, or that
    belongs to their networks too, is reviewed in everything: nobody rewrites it by making it a member.
    """
    if may_publish or not is_public:
        return ReviewMode.AT_ONCE
    return ReviewMode.REVIEWED if is_others else one.way
