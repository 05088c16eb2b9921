"""Places as they are suggested to somebody who types."""

from __future__ import annotations

from handschlag.common.language import pick
from handschlag.directory.models import Land
from handschlag.directory.queries.gazetteer import GazetteerPlace


def place_options(found: tuple[GazetteerPlace, ...]) -> tuple[str, ...]:
    """As they may be typed: `Neustadt (Sachsen)`."""
    names = {land.pk: pick(land.name_de, land.name_en) for land in Land.objects.all()}
    return tuple(one.label(names) for one in found)
