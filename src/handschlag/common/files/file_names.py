"""Names that rooms share: what workers do as soon as a storage is back, and where what lies."""

from __future__ import annotations

from typing import Final

DROP: Final = "common.drop_file"
STORE: Final = "common.store_file"
PROBES: Final = "probes"
PRINTED: Final = "printed"
# All folders that the platform writes; what lies elsewhere in a storage is somebody else's.
OWN: Final = frozenset({"activities", "badges", "exhibits", "logos", "speakers", PRINTED, PROBES})
ERASED: Final = "erased"  # the folder of the list of erasures; no backup has it, and no restore replaces it
AWAY: Final = "storage_away"  # the reason of a job that waited in vain
