"""Under which licence public data may be used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """The licence of an answer. `attribution` is what has to be named with it."""

    id: str
    name: str
    url: str
    attribution: str

    @property
    def short(self) -> str:
        """Its name without the explanation in front: "CC BY 4.0"."""
        return self.name.rpartition("(")[2].rstrip(")")


CC_BY: Final = Licence(
    id="cc-by-4.0",
    name="Creative Commons Attribution 4.0 International (CC BY 4.0)",
    url="https://creativecommons.org/licenses/by/4.0/",
    attribution="",
)
DL_BY: Final = Licence(
    id="dl-de-by-2.0",
    name="Datenlizenz Deutschland – Namensnennung – Version 2.0",
    url="https://www.govdata.de/dl-de/by-2-0",
    attribution="",
)
APACHE: Final = Licence(
    id="apache-2.0",
    name="Apache License 2.0",
    url="https://www.apache.org/licenses/LICENSE-2.0",
    attribution="The Handschlag contributors",
)
NONE_NAMED: Final = Licence(
    id="none",
    name="No licence was named: ask the operator before you pass the data on",
    url="",
    attribution="",
)
OFFERED: Final = {one.id: one for one in (CC_BY, DL_BY)}
# How DCAT-AP.de names them: http://dcat-ap.de/def/licenses/
IN_CATALOGUES: Final = {
    CC_BY.id: "http://dcat-ap.de/def/licenses/cc-by/4.0",
    DL_BY.id: "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    APACHE.id: "http://dcat-ap.de/def/licenses/apache",
    NONE_NAMED.id: "http://dcat-ap.de/def/licenses/other-closed",
}
PLACES: Final = "coordinates from GeoNames (geonames.org), CC BY 4.0, changed"


def licence_of(name: str, *, operator: str) -> Licence:
    """The licence that the operator chose, with whom to name; an empty name is none."""
    chosen = OFFERED.get(name, NONE_NAMED)
    return replace(chosen, attribution=f"{operator or 'Handschlag'}; {PLACES}")
