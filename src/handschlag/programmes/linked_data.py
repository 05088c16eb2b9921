"""What the pages of a programme and of a funding call say to machines: schema.org as JSON-LD."""

from __future__ import annotations

import re
from typing import Any, Final

from handschlag.design.components.parts import written
from handschlag.programmes.models import FundingCall, Programme

# "Federal economics ministry; managed by DLR Projektträger (since 1 January 2024, before that AiF)"
OPERATED: Final = re.compile(r"; (?:[^:;]+: |managed by )(?P<operator>[^;(]+)")


def programme_linked_data(programme: Programme, *, kind: str, description: str, address: str) -> str:
    """A service of the government where it funds; who runs it for somebody else is named apart."""
    operator = OPERATED.search(programme.body)
    provider = programme.body[: operator.start()] if operator else programme.body
    return written(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService" if programme.is_funding else "Service",
            "@id": address,
            "name": programme.name,
            "alternateName": programme.short if programme.short != programme.name else "",
            "serviceType": kind,
            "description": description,
            "provider": _organisation(provider),
            "serviceOperator": _organisation(operator["operator"].strip()) if operator else None,
            "url": programme.website,
        }
    )


def call_linked_data(call: FundingCall, *, description: str, address: str) -> str:
    """A programme's money with the time in which one may apply; nothing of a call that is invented."""
    if call.is_demo:
        return ""
    programme = call.programme.name if call.programme else call.programme_name
    times = {"startTime": call.opens_at, "endTime": call.closes_at}
    return written(
        {
            "@context": "https://schema.org",
            "@type": "FundingScheme",
            "@id": address,
            "url": address,
            "name": call.title,
            "description": description,
            "funder": _organisation(call.funder or (call.programme.body if call.programme else "")),
            "parentOrganization": {"@type": "FundingScheme", "name": programme} if programme else None,
            "sameAs": call.source_url,
            "potentialAction": {
                "@type": "ApplyAction",
                **{name: at.isoformat() for name, at in times.items() if at},
                "target": call.source_url,
            },
        }
    )


def _organisation(name: str) -> dict[str, Any] | None:
    return {"@type": "Organization", "name": name} if name else None
