"""What the page of a programme says to machines: schema.org as JSON-LD."""

from __future__ import annotations

import re
from typing import Any, Final

from handschlag.design.linked_data import written
from handschlag.programmes.models import Programme

# "Federal economics ministry; managed by DLR Projektträger (since 1 January 2024, before that AiF)"
OPERATED: Final = re.compile(r"; (?:[^:;]+: |managed by )(?P<operator>[^;(]+)")


def of_programme(programme: Programme, *, kind: str, description: str, address: str) -> str:
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


def _organisation(name: str) -> dict[str, Any] | None:
    return {"@type": "Organization", "name": name} if name else None
