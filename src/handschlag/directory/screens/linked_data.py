"""What a page says to machines: schema.org Organization as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from handschlag.directory.models import Actor, Network
from handschlag.directory.queries.public import is_public
from handschlag.directory.screens import rows

# JSON inside a script element: no text may end the element or begin a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def written(data: Mapping[str, Any]) -> str:
    """The JSON of what is known; empty values are left out."""
    known = {key: value for key, value in data.items() if value}
    return json.dumps(known, ensure_ascii=False).translate(ESCAPES)


def of_network(network: Network) -> str:
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
            "address": address(network),
            "knowsAbout": rows.field_names(network),
            "parentOrganization": organisation(network.umbrella),
        }
    )


def of_actor(actor: Actor, networks: Iterable[Network]) -> str:
    """An actor that was fetched with its parent; `networks` are those that it is a member of today."""
    return written(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": settings.BASE_URL + rows.actor_url(actor),
            "name": actor.name,
            "url": actor.website,
            "sameAs": f"https://ror.org/{actor.ror_id}" if actor.ror_id else "",
            "address": address(actor),
            "knowsAbout": rows.field_names(actor),
            "parentOrganization": organisation(actor.parent),
            "memberOf": [organisation(network) for network in networks],
        }
    )


def address(entry: Network | Actor) -> dict[str, str] | None:
    if not entry.place and entry.land is None:
        return None
    region = {"addressRegion": entry.land.name_de} if entry.land else {}
    place = {"addressLocality": entry.place} if entry.place else {}
    return {"@type": "PostalAddress", **place, **region, "addressCountry": "DE"}


def organisation(entry: Network | Actor | None) -> dict[str, str] | None:
    """An organisation that is named only; what is not public is not named."""
    if entry is None or not is_public(entry):
        return None
    return {"@type": "Organization", "name": entry.name}
