"""What everybody may read, with or without a key: every address with what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router

from handschlag.api.queries.public import actors as actor_queries
from handschlag.api.queries.public import campaigns as campaign_queries
from handschlag.api.queries.public import events as event_queries
from handschlag.api.queries.public import networks as network_queries
from handschlag.api.queries.public import projects as project_queries
from handschlag.api.queries.public import taxonomy
from handschlag.api.queries.public.actors import ActorFacts, ActorRow
from handschlag.api.queries.public.campaigns import ActivityFacts, ActivityRow, CampaignRow
from handschlag.api.queries.public.events import ConferenceFacts, EventListQuery, EventRow
from handschlag.api.queries.public.networks import NetworkFacts, NetworkRow
from handschlag.api.queries.public.projects import ProjectFacts, ProjectRow
from handschlag.api.queries.public.shapes import Listing
from handschlag.api.queries.public.taxonomy import FieldRow, FundingCallRow, ProgrammeRow, RegionRow
from handschlag.api.screens.faults import Failure
from handschlag.api.views.authentication import Anybody
from handschlag.api.views.errors import failed, tagged
from handschlag.api.views.filters import OfActivities, OfActors, OfEvents, OfNetworks, OfProjects, Part
from handschlag.directory.queries.public import Whereabouts

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
                "operationId": f"{__name__.replace('.', '_')}_{view}",
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
