"""What codes in facts are called, for pages on which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handschlag.common.language import pick
from handschlag.directory.models import Field, Land
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    fields: Mapping[str, str]
    lands: Mapping[str, str]
    programmes: Mapping[int, str]


def all_names() -> Names:
    """All of them: there are few."""
    return Names(
        fields={one.pk: pick(one.label_de, one.label_en) for one in Field.objects.all()},
        lands={one.pk: pick(one.name_de, one.name_en) for one in Land.objects.all()},
        programmes={one.pk: one.short_name for one in Programme.objects.all()},
    )
