"""Sends every file to the reader of its door, in a process that is small itself; one line of JSON for each.

The memory of a process that was ended can only be asked of the system, which answers with the most that any
child has had, its parent at the moment of the fork included: so this runs apart from the tests.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from tests.platform.attacks.hostile.pictures import PICTURES
from tests.platform.attacks.hostile.tables import TABLES
from tests.platform.attacks.hostile.workbooks import WORKBOOKS

from handschlag.common.picture_cleaning import PictureRefusal, draw_anew
from handschlag.common.refusals import Refusal
from handschlag.common.sandbox import Stopped, run_in_sandbox
from handschlag.common.table_import.reading import FileRefusal
from handschlag.directory.imports.archives import read_values

SEED = 15
type Family = Callable[[Random], bytes]


def families() -> Iterator[tuple[str, Family, int]]:
    doors: Mapping[str, Mapping[Family, int]] = {"table": {**WORKBOOKS, **TABLES}, "picture": PICTURES}
    for door, made in doors.items():
        for family, times in made.items():
            yield door, family, times


def files() -> Iterator[tuple[str, str, bytes]]:
    """Door, name and content: the same ones each time."""
    for door, family, times in families():
        name = f"{family.__module__.rpartition('.')[2]}.{family.__name__}"
        for number in range(times):
            yield door, f"{name}-{number}", family(Random(f"{SEED}:{name}:{number}"))


def read(door: str, content: bytes) -> str:
    """What the door said."""
    try:
        if door == "picture":
            run_in_sandbox(draw_anew, content, reasons=PictureRefusal, box=(800, 600), is_photo=True)
        else:
            run_in_sandbox(read_values, content, reasons=FileRefusal)
    except Refusal as no:
        return no.reason.value
    except Stopped as stopped:
        return f"stopped: {stopped.cause.value}"
    return "read"


def used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    logging.disable(logging.CRITICAL)
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for door, name, content in files():
        if wanted not in name:
            continue
        before, started = used(), time.monotonic()
        said: dict[str, Any] = {"door": door, "name": name, "size": len(content), "said": read(door, content)}
        said |= {"cpu": used() - before, "wall": time.monotonic() - started}
        said["memory"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
