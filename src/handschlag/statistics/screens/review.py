"""What becomes public with one click, and what does not."""

from __future__ import annotations

from typing import Any

from handschlag.statistics.models import PublicFigures
from handschlag.statistics.rules.published import Content, digest_of


def review_screen(content: Content, shown: dict[str, Any], *, public: PublicFigures | None) -> dict[str, Any]:
    """What would be published, whether it differs from what is public, and the digest to confirm."""
    digest = digest_of(content)
    return {
        "digest": digest,
        "public": public,
        "is_same": public is not None and public.digest == digest,
        "shown": shown,
    }
