"""The process that reads: started by path, in isolation, with nothing of the platform but one function.

Arguments: the folder of the sources, the module and the name of the function, its options and the budget as
JSON. The file comes on standard input; the answer, one line of JSON, goes to standard output.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import suppress
from typing import Any

MOST_OPEN_FILES = 32


def _set_limits(*, cpu_seconds: int, memory_bytes: int) -> None:
    """Also: no file is written, no process started, no core left behind; on systems that know such limits."""
    try:
        import resource
    except ImportError:
        return
    limits = {
        resource.RLIMIT_CPU: (cpu_seconds, cpu_seconds + 1),
        resource.RLIMIT_AS: (memory_bytes, memory_bytes),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (MOST_OPEN_FILES, MOST_OPEN_FILES),
        resource.RLIMIT_NPROC: (0, 0),
    }
    for kind, values in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, values)


def _answer_of(function: Any, options: dict[str, Any], refusal: type[Any], most: int) -> bytes:
    """What the function made of the file, or why it refused it, or that memory ran out."""
    try:
        value = function(sys.stdin.buffer.read(), **options)
        said = json.dumps({"value": value}, ensure_ascii=False, separators=(",", ":")).encode()
    except refusal as no:
        return json.dumps({"refused": no.reason.value, "details": no.details}).encode()
    except MemoryError:
        return b'{"stopped": "memory"}'
    return said if len(said) <= most else b'{"stopped": "memory"}'


def main(sources: str, module: str, name: str, options: str, budget: str) -> None:
    """Writes one answer to the standard output and ends the process; it never returns."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    sys.path.insert(0, sources)
    function = getattr(importlib.import_module(module), name)
    refusal = importlib.import_module("handschlag.common.refusals").Refusal
    known = json.loads(budget)
    _set_limits(cpu_seconds=known["cpu_seconds"], memory_bytes=known["memory_bytes"])
    answers.write(_answer_of(function, json.loads(options), refusal, known["answer_bytes"]))
    answers.close()
    os._exit(0)  # taking apart what was read costs time, and serves nobody


if __name__ == "__main__":
    main(*sys.argv[1:])
