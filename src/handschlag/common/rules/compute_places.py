"""Where large computations are done: here, in processes of this machine, or on a cluster."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

CLUSTER = re.compile(r"dask:(tcp|tls)://(?:[^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):([0-9]{1,5})")


class ComputeKind(StrEnum):
    """The kinds of places."""

    HERE = "here"
    PROCESSES = "processes"
    CLUSTER = "dask"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputePlace:
    """One of them; `processes` at once, or the `address` of a cluster's scheduler."""

    kind: ComputeKind
    processes: int = 1
    address: str = ""


def compute_place(text: str) -> ComputePlace | None:
    """What a setting says; None where it says nothing that is known.

    >>> compute_place("processes:2").processes
    2
    >>> compute_place("dask:tcp://10.0.0.7:8786").address
    'tcp://10.0.0.7:8786'
    >>> compute_place("dask:tls://[fd00::7]:8786").address
    'tls://[fd00::7]:8786'
    """
    if text == ComputeKind.HERE:
        return ComputePlace(kind=ComputeKind.HERE)
    if found := re.fullmatch(r"processes:([1-9][0-9]{0,2})", text):
        return ComputePlace(kind=ComputeKind.PROCESSES, processes=int(found[1]))
    found = CLUSTER.fullmatch(text)
    if found and 0 < int(found[2]) < 65_536:
        return ComputePlace(kind=ComputeKind.CLUSTER, address=text.removeprefix("dask:"))
    return None
