"""What everybody may read, with or without a key: every address with its filters and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from handschlag.api import actors as actor_queries
from handschlag.api import campaigns as campaign_queries
from handschlag.api import events as event_queries
from handschlag.api import networks as network_queries
from handschlag.api import projects as project_queries
from handschlag.api import taxonomy
from handschlag.api.access import Anybody
from handschlag.api.actors import ActorFacts, ActorRow
from handschlag.api.campaigns import ActivityFacts, ActivityRow, CampaignRow
from handschlag.api.errors import Failure, failed, tagged
from handschlag.api.events import ConferenceFacts, EventListQuery, EventRow
from handschlag.api.networks import NetworkFacts, NetworkRow
from handschlag.api.projects import ProjectFacts, ProjectRow
from handschlag.api.shapes import Listing
from handschlag.api.taxonomy import FieldRow, FundingCallRow, ProgrammeRow, RegionRow
from handschlag.directory.criteria import LISTS, Criteria
from handschlag.directory.models import ActorKind, LabelLevel, NetworkKind
from handschlag.directory.public import Whereabouts
from handschlag.events.campaigns.search import LISTS as ACTIVITY_LISTS
from handschlag.events.campaigns.search import USUAL_RADIUS
from handschlag.events.campaigns.search import Criteria as ActivityCriteria
from handschlag.events.events import When
from handschlag.events.models import Audience

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


LISTED: dict[int, Any] = {304: None, **dict.fromkeys((400, 401, 414, 422, 429), Failure)}
SINGLE: dict[int, Any] = {**LISTED, 404: Failure}
MAY_BE_GONE: dict[int, Any] = {**SINGLE, 410: Failure}
MAY_HAVE_MOVED: dict[int, Any] = {**MAY_BE_GONE, 301: None}
Slug = Annotated[str, Path(pattern="^[-a-zA-Z0-9_]+$", max_length=100, description="the stable id")]

# The address of one entry for each list: its id is that of a row.
ENTRIES = {
    "networks": "network",
    "actors": "actor",
    "projects": "project",
    "programmes": "programme",
    "funding_calls": "funding_call",
    "fields": "field",
    "regions": "region",
    "public_events": "public_event",
    "campaigns": "campaign",
}
HEADERS = {
    "RateLimit-Policy": "how many calls are answered (q) in how many seconds (w)",
    "RateLimit": "how many of them are left (r), and seconds until it begins anew (t)",
}

router = Router(auth=Anybody(), tags=["public"])


def read(path: str, answer: Any, *, name: str, besides: Mapping[int, Any]) -> Callable[..., Any]:
    """An address that is open to everybody; a key is welcome and not needed."""
    about = {"security": [{}], "responses": {200: _told_of(name)}}
    return router.get(path, response={200: answer, **besides}, url_name=name, openapi_extra=about)


def _told_of(name: str) -> dict[str, Any]:
    """Where an answer leads, and its headers: a program finds an entry without guessing its id."""
    headers = dict(HEADERS)
    if name in (*ENTRIES, "activities"):
        headers["Link"] = 'the rows that follow (rel="next"), and the licence'
    told: dict[str, Any] = {
        "headers": {
            key: {"description": words, "schema": {"type": "string"}} for key, words in headers.items()
        }
    }
    leads = {"campaigns": {"campaign": "slug", "activities": "slug"}, "activities": {"activity": "uid"}}
    ways = leads.get(name, {ENTRIES[name]: "slug"} if name in ENTRIES else {})
    if ways:
        told["links"] = {
            view: {
                "operationId": f"handschlag_api_views_public_{view}",
                "parameters": {parameter: "$response.body#/rows/0/id"},
            }
            for view, parameter in ways.items()
        }
    return told


def answer(request: HttpRequest, found: Whereabouts[Any], *, name: str) -> Any:
    """The entry, where it went, or that it is no more."""
    if found.moved_to:
        return tagged(request, HttpResponsePermanentRedirect(reverse(f"v1:{name}", args=[found.moved_to])))
    if found.is_gone:
        return failed(request, "gone", 410)
    return _there(found.entry)


def _there(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


@read("/networks", Listing[NetworkRow], name="networks", besides=LISTED)
def networks(request: HttpRequest, asked: Query[OfNetworks], part: Query[Part]) -> Any:
    """Public networks: clusters, ZIM networks, research associations."""
    return network_queries.networks(asked.criteria, **part.dict(), today=timezone.localdate())


@read("/networks/{slug:slug}", NetworkFacts, name="network", besides=MAY_BE_GONE)
def network(request: HttpRequest, slug: Slug) -> Any:
    """A network with its sources."""
    return answer(request, network_queries.network(slug, today=timezone.localdate()), name="network")


@read("/actors", Listing[ActorRow], name="actors", besides=LISTED)
def actors(request: HttpRequest, asked: Query[OfActors], part: Query[Part]) -> Any:
    """Public actors: companies, universities, research institutes and others."""
    return actor_queries.actors(asked.criteria, **part.dict(), today=timezone.localdate())


@read("/actors/{slug:slug}", ActorFacts, name="actor", besides=MAY_HAVE_MOVED)
def actor(request: HttpRequest, slug: Slug) -> Any:
    """An actor. An entry that was merged into another redirects to it (301)."""
    return answer(request, actor_queries.actor(slug, today=timezone.localdate()), name="actor")


@read("/projects", Listing[ProjectRow], name="projects", besides=LISTED)
def projects(request: HttpRequest, asked: Query[OfProjects], part: Query[Part]) -> Any:
    """Public joint projects of CORDIS and the Förderkatalog with organisations that are public here."""
    return project_queries.projects(
        asked.criteria, actor=asked.actor, **part.dict(), today=timezone.localdate()
    )


@read("/projects/{slug:slug}", ProjectFacts, name="project", besides=SINGLE)
def project(request: HttpRequest, slug: Slug) -> Any:
    """A joint project with the part of each organisation."""
    return _there(project_queries.project(slug))


@read("/programmes", Listing[ProgrammeRow], name="programmes", besides=LISTED)
def programmes(request: HttpRequest, part: Query[Part]) -> Any:
    """Programmes that fund networks, seals and alliances."""
    return taxonomy.programmes(**part.dict())


@read("/programmes/{slug:slug}", ProgrammeRow, name="programme", besides=SINGLE)
def programme(request: HttpRequest, slug: Slug) -> Any:
    """A programme."""
    return _there(taxonomy.programme(slug))


@read("/funding-calls", Listing[FundingCallRow], name="funding_calls", besides=LISTED)
def funding_calls(request: HttpRequest, part: Query[Part]) -> Any:
    """Public funding calls with their deadlines, closed ones too."""
    return taxonomy.funding_calls(**part.dict(), now=timezone.now())


@read("/funding-calls/{slug:slug}", FundingCallRow, name="funding_call", besides=SINGLE)
def funding_call(request: HttpRequest, slug: Slug) -> Any:
    """A funding call."""
    return _there(taxonomy.funding_call(slug, now=timezone.now()))


@read("/fields", Listing[FieldRow], name="fields", besides=LISTED)
def fields(request: HttpRequest, part: Query[Part]) -> Any:
    """Fields of technology, in two levels."""
    return taxonomy.fields(**part.dict(), today=timezone.localdate())


@read("/fields/{slug:slug}", FieldRow, name="field", besides=SINGLE)
def field(request: HttpRequest, slug: Slug) -> Any:
    """A field of technology."""
    return _there(taxonomy.field(slug, today=timezone.localdate()))


@read("/regions", Listing[RegionRow], name="regions", besides=LISTED)
def regions(request: HttpRequest, part: Query[Part]) -> Any:
    """The sixteen federal states."""
    return taxonomy.regions(**part.dict(), today=timezone.localdate())


@read("/regions/{slug:slug}", RegionRow, name="region", besides=SINGLE)
def region(request: HttpRequest, slug: Slug) -> Any:
    """A federal state."""
    return _there(taxonomy.region(slug, today=timezone.localdate()))


@read("/events", Listing[EventRow], name="public_events", besides=LISTED)
def public_events(request: HttpRequest, asked: Query[OfEvents], part: Query[Part]) -> Any:
    """Public events, past ones too, the latest first."""
    wanted = EventListQuery(
        text=asked.q, lands=asked.land, hosts=asked.host, years=asked.year, when=asked.when
    )
    return event_queries.events(wanted, **part.dict(), today=timezone.localdate())


@read("/events/{slug:slug}", ConferenceFacts, name="public_event", besides=MAY_BE_GONE)
def public_event(request: HttpRequest, slug: Slug) -> Any:
    """A public event."""
    return answer(request, event_queries.event(slug), name="public_event")


@read("/campaigns", Listing[CampaignRow], name="campaigns", besides=LISTED)
def campaigns(request: HttpRequest, part: Query[Part]) -> Any:
    """Public campaigns such as a Cluster Week, the latest first."""
    return campaign_queries.campaigns(**part.dict())


@read("/campaigns/{slug:slug}", CampaignRow, name="campaign", besides=SINGLE)
def campaign(request: HttpRequest, slug: Slug) -> Any:
    """A campaign."""
    return _there(campaign_queries.campaign(slug))


@read("/campaigns/{slug:slug}/activities", Listing[ActivityRow], name="activities", besides=SINGLE)
def activities(request: HttpRequest, slug: Slug, asked: Query[OfActivities], part: Query[Part]) -> Any:
    """Activities of a campaign by time, those called off included."""
    return _there(campaign_queries.activities(slug, asked.criteria, **part.dict()))


@read("/activities/{uuid:uid}", ActivityFacts, name="activity", besides=MAY_BE_GONE)
def activity(request: HttpRequest, uid: UUID) -> Any:
    """An activity."""
    return answer(request, campaign_queries.activity(uid), name="activity")
