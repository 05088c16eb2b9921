"""Where large computations are done, from `HANDSCHLAG_COMPUTE`; loud at nonsense and at a missing extra."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from handschlag.common.rules.compute_places import ComputeKind, ComputePlace, compute_place
from handschlag.site.environment import PREFIX, Environment, without_password

NAME: Final = "COMPUTE"


def chosen_place(environment: Environment, *, default: str) -> ComputePlace:
    """The place that was named; the usual one where there is a fault, which is told with all others."""
    value = environment.text("COMPUTE", default=default)
    found = compute_place(value)
    usual = ComputePlace(kind=ComputeKind.HERE)
    if found is None:
        usual_ones = "here, processes:2 or dask:tcp://host:8786 (tls:// too)"
        environment.refuse(f"{PREFIX}{NAME} must be {usual_ones}, not {without_password(value)}.")
        return usual
    if found.kind is ComputeKind.CLUSTER and find_spec("distributed") is None:
        words = f"{PREFIX}{NAME} names a cluster: install requirements-hosts.lock, or handschlag[cluster]."
        environment.refuse(words)
        return usual
    return found
