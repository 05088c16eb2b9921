"""The picture of an exhibit."""

from __future__ import annotations

from django.urls import reverse

from handschlag.events.models import Exhibit


def picture_url(row: Exhibit) -> str:
    """Where the picture is served; empty where the exhibit has none."""
    name = (row.picture.name or "").rpartition("/")[2]
    return reverse("events:exhibit_image", args=[name]) if name else ""
