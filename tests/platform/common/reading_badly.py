"""Readers that do what no reader should, for the process that has to bear it."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from enum import StrEnum
from typing import Any

from handschlag.common.refusals import Refusal


class Reason(StrEnum):
    NO = "no"


def length(content: bytes, *, more: int = 0) -> dict[str, int]:
    return {"length": len(content) + more}


def never_ends(_content: bytes) -> None:
    while True:
        pass


def waits(_content: bytes) -> None:
    time.sleep(60)


def takes_memory(_content: bytes) -> int:
    return len(bytearray(1 << 40))


def breaks(_content: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def aborts(_content: bytes) -> None:
    os.abort()


def raises(_content: bytes) -> None:
    raise ZeroDivisionError


def refuses(_content: bytes) -> None:
    raise Refusal(Reason.NO, most=7)


def says_much(_content: bytes) -> str:
    return "x" * 2_000


def prints(_content: bytes) -> str:
    print("no answer")
    return "answer"


def looks_around(_content: bytes) -> dict[str, Any]:
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
        has_written = True
    except OSError:
        has_written = False
    return {"secret": os.environ.get("HANDSCHLAG_SECRET_KEY", ""), "has_written": has_written}
