"""What a page says to machines: schema.org Organization and ResearchProject as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from handschlag.common.times import machine_time
from handschlag.design.components.parts import written
from handschlag.directory import contents, rows
from handschlag.directory.models import Actor, Catalogue, Network, Project, Story
from handschlag.directory.public import is_public


def of_network(network: Network) -> str:
    """Machines are told of nothing that does not exist: they do not see the mark on the page."""
    if network.is_demo:
        return ""
    return written(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": settings.BASE_URL + rows.network_url(network),
            "name": network.name,
            "alternateName": network.short_name,
            "url": network.website,
            "email": network.contact_email,
            "foundingDate": str(network.founded or ""),
            **_ids(network),
            "address": address(network),
            "knowsAbout": rows.field_names(network),
            "parentOrganization": _organisation(network.umbrella),
        }
    )


def of_actor(actor: Actor, networks: Iterable[Network]) -> str:
    """An actor that was fetched with its parent; `networks` are those that it is a member of today."""
    if actor.is_demo:
        return ""
    return written(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": settings.BASE_URL + rows.actor_url(actor),
            "name": actor.name,
            "url": actor.website,
            **_ids(actor, ror_id=actor.ror_id),
            "address": address(actor),
            "knowsAbout": rows.field_names(actor),
            "parentOrganization": _organisation(actor.parent),
            "memberOf": [_organisation(network) for network in networks],
        }
    )


def of_project(project: Project, actors: Iterable[Actor]) -> str:
    """A ResearchProject with those who take part; only actors that everybody may see are given."""
    if project.is_demo:
        return ""
    page = settings.BASE_URL + reverse("directory:project", args=[project.slug])
    number = project.reference if project.catalogue == Catalogue.CORDIS else ""
    funder = {Catalogue.CORDIS.value: "European Union"}.get(project.catalogue, project.funder)
    members = {actor.pk: _organisation_at(actor) for actor in actors}
    return written(
        {
            "@context": "https://schema.org",
            "@type": "ResearchProject",
            "@id": page,
            "url": page,
            "name": project.title_de or project.title_en,
            "alternateName": project.acronym,
            "identifier": number,
            "sameAs": f"https://cordis.europa.eu/project/id/{number}" if number else "",
            "foundingDate": project.starts_on.isoformat() if project.starts_on else "",
            "dissolutionDate": project.ends_on.isoformat() if project.ends_on else "",
            "funder": {"@type": "Organization", "name": funder} if funder else None,
            "member": list(members.values()),
        }
    )


def of_story(story: Story, *, text: str) -> str:
    """A news item with the day that its page names; the network wrote it."""
    if story.is_demo:
        return ""
    page = settings.BASE_URL + reverse("directory:story", args=[story.slug])
    return written(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": page,
            "url": page,
            "headline": story.title,
            "datePublished": story.day.isoformat(),
            "dateModified": machine_time(story.updated_at),
            "author": _organisation(story.network),
            "articleBody": text,
        }
    )


def _ids(entry: Network | Actor, *, ror_id: str = "") -> dict[str, Any]:
    """The same organisation at others, and its numbers there."""
    known = (("EUID", entry.euid), ("PIC", entry.pic))
    return {
        "sameAs": list(contents.addresses(ror_id=ror_id, wikidata_id=entry.wikidata_id)),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in known if value
        ],
    }


def _organisation_at(actor: Actor) -> dict[str, str]:
    return {
        "@type": "Organization",
        "@id": settings.BASE_URL + rows.actor_url(actor),
        "name": actor.name,
    }


def address(entry: Network | Actor) -> dict[str, str] | None:
    """A schema.org PostalAddress in Germany; none where neither place nor Land is known."""
    if not entry.place and entry.land is None:
        return None
    region = {"addressRegion": entry.land.name_de} if entry.land else {}
    place = {"addressLocality": entry.place} if entry.place else {}
    return {"@type": "PostalAddress", **place, **region, "addressCountry": "DE"}


def _organisation(entry: Network | Actor | None) -> dict[str, str] | None:
    """An organisation that is named only; what is not public is not named."""
    if entry is None or not is_public(entry):
        return None
    return {"@type": "Organization", "name": entry.name}
