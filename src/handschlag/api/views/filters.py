"""What public lists may be asked for: the filters of their pages."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from ninja import Field, Schema

from handschlag.directory.models import ActorKind, LabelLevel, NetworkKind
from handschlag.directory.rules.criteria import LISTS, Criteria
from handschlag.events.models import Audience
from handschlag.events.queries.conferences.listing import When
from handschlag.events.rules.campaigns.criteria import LISTS as ACTIVITY_LISTS
from handschlag.events.rules.campaigns.criteria import USUAL_RADIUS
from handschlag.events.rules.campaigns.criteria import Criteria as ActivityCriteria

MOST = 40
Id = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=100)]


class Size(StrEnum):
    SME = "sme"
    LARGE = "large"
    UNKNOWN = "unknown"


class ProjectKind(StrEnum):
    EU = "eu_project"
    FEDERAL = "federal_project"


class State(StrEnum):
    RUNNING = "running"
    AHEAD = "ahead"
    ENDED = "ended"


class Fee(StrEnum):
    FREE = "free"
    PAID = "paid"


class Where(StrEnum):
    ONSITE = "onsite"
    ONLINE = "online"


class Spoken(StrEnum):
    DE = "de"
    EN = "en"


def text() -> Any:
    """The filter by words, of at most 200 characters; empty where nothing is asked."""
    return Field("", max_length=200, description="words, as in the search of the page")


def _slugs(about: str) -> Any:
    return Field(default_factory=list, max_length=MOST, description=about)


LEFT_OUT = "`no` leaves out what is invented for a demonstration"


class Invented(StrEnum):
    NO = "no"


class Part(Schema):
    """Which rows of a list."""

    after: str = Field(
        "", pattern=r"^[-a-zA-Z0-9_]*$", max_length=100, description="the `after` of the answer before"
    )
    limit: int = Field(50, ge=1, le=100, description="how many rows at most")


def _criteria_in(asked: Any) -> Criteria:
    lists: dict[str, Any] = {
        attribute: tuple(str(one) for one in getattr(asked, name))
        for name, attribute in LISTS.items()
        if hasattr(asked, name)
    }
    return Criteria(
        text=Criteria.of({"q": [asked.q]}).text, invented=asked.invented or "", ended="too", **lists
    )


class OfDirectory(Schema):
    """Several values of one filter mean any of them; different filters mean all of them."""

    q: str = text()
    field: list[Id] = _slugs("ids of fields")
    land: list[Id] = _slugs("ids of regions")
    programme: list[Id] = _slugs("ids of programmes")
    invented: Invented | None = Field(None, description=LEFT_OUT)

    @property
    def criteria(self) -> Criteria:
        return _criteria_in(self)


class OfNetworks(OfDirectory):
    kind: list[NetworkKind] = _slugs("kinds of networks")
    label: list[LabelLevel] = _slugs("levels of a label that is valid")


class OfActors(OfDirectory):
    kind: list[ActorKind] = _slugs("kinds of actors")
    size: list[Size] = _slugs("sizes of companies")
    network: list[Id] = _slugs("ids of networks that they are a member of")


class OfProjects(Schema):
    q: str = text()
    kind: list[ProjectKind] = _slugs("of the EU (CORDIS) or of the Federal Government (Förderkatalog)")
    when: list[State] = _slugs("whether they run today")
    field: list[Id] = _slugs("ids of fields that a partner is in")
    land: list[Id] = _slugs("ids of regions that a partner sits in")
    network: list[Id] = _slugs("ids of networks that a partner is a member of")
    invented: Invented | None = Field(None, description=LEFT_OUT)
    actor: str = Field(
        "", pattern=r"^[-a-zA-Z0-9_]*$", max_length=100, description="the id of an actor that takes part"
    )

    @property
    def criteria(self) -> Criteria:
        return _criteria_in(self)


class OfEvents(Schema):
    q: str = text()
    land: list[Id] = _slugs("ids of regions")
    host: list[str] = _slugs("ids of networks that invite, or names of other hosts")
    year: list[Annotated[str, Field(pattern=r"^[0-9]{4}$")]] = _slugs("years, for instance 2027")
    when: When | None = Field(None, description="only upcoming or only past ones")


class OfActivities(Schema):
    q: str = text()
    land: list[Id] = _slugs("ids of regions")
    field: list[Id] = _slugs("ids of fields")
    audience: list[Audience] = _slugs("for whom")
    fee: list[Fee] = _slugs("free of charge, or with a fee")
    where: list[Where] = _slugs("on site, or online")
    language: list[Spoken] = _slugs("spoken languages")
    programme: list[Id] = _slugs("ids of programmes")
    invented: Invented | None = Field(None, description=LEFT_OUT)
    host: list[Id] = _slugs("ids of networks that invite")
    near: str = Field("", max_length=100, description="a place in Germany; leaves out what is only online")
    within: int = Field(USUAL_RADIUS, ge=1, le=500, description="kilometres around it")
    since: date | None = Field(None, alias="from", description="the first day")
    until: date | None = Field(None, alias="to", description="the last day")

    @property
    def criteria(self) -> ActivityCriteria:
        lists: dict[str, Any] = {
            attribute: tuple(str(one) for one in getattr(self, name))
            for name, attribute in ACTIVITY_LISTS.items()
        }
        words = ActivityCriteria.of({"q": [self.q], "near": [self.near]})
        return ActivityCriteria(
            text=words.text, near=words.near, within=self.within, since=self.since, until=self.until, **lists
        )
