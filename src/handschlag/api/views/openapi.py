"""The description of the interface, as machines read it."""

from __future__ import annotations

import json
from typing import Any

from handschlag.api.views.interface import api
from handschlag.api.views.parameters import PREFIX


def document() -> dict[str, Any]:
    """OpenAPI 3.1. Its addresses begin at the root of the installation."""
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


def text() -> str:
    """The document as JSON, with its keys sorted: equal as long as the interface is."""
    return json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"
