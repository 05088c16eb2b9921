"""The process that asks: it reads its orders from standard input and answers on standard output.

A process of its own, so that the asking takes no time from the server's interpreter.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import count
from typing import Any

from benchmarks.web.asking import Answer, Reader
from benchmarks.web.pages import stream


def in_turn(
    port: int, found: Mapping[str, Sequence[str]], *, rounds: int, headers: Mapping[str, str] | None = None
) -> list[Answer]:
    """Every kind of page, one request after another: the server's own time, undisturbed."""
    reader, answers = Reader("127.0.0.1", port), []
    for number in range(rounds):
        for kind, paths in found.items():
            answers.append(reader.get(kind, paths[number % len(paths)], **(headers or {})))
    reader.close()
    return answers


def at_once(
    port: int, found: Mapping[str, Sequence[str]], *, readers: int, seconds: float, rate: float
) -> list[Answer]:
    """Many at once for a while: `rate` requests a second in all, or as many as go where it is 0.

    With a rate, each request has its moment beforehand and its wait counts from there: a server that
    falls behind cannot hide it by being asked less.
    """
    answers: list[Answer] = []
    begin = time.perf_counter() + 0.2
    turns = count()

    def read(seed: int) -> None:
        reader, wanted = Reader("127.0.0.1", port), stream(found, seed=seed)
        mine: list[Answer] = []
        for late in moments(begin, seconds=seconds, rate=rate, turns=turns):
            answer = reader.get(*next(wanted))
            mine.append(answer if not late else Answer(**{**asdict(answer), "wait": answer.wait + late}))
        reader.close()
        answers.extend(mine)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def moments(begin: float, *, seconds: float, rate: float, turns: Iterator[int]) -> Iterator[float]:
    """When to ask: yields by how many milliseconds it is late already."""
    while True:
        at = begin + next(turns) / rate if rate else time.perf_counter()
        if at - begin >= seconds:
            return
        pause = at - time.perf_counter()
        if pause > 0:
            time.sleep(pause)
        yield max(0.0, -pause * 1000) if rate else 0.0


def main() -> None:
    orders: dict[str, Any] = json.load(sys.stdin)
    what = orders.pop("what")
    answers = in_turn(**orders) if what == "in turn" else at_once(**orders)
    json.dump([asdict(answer) for answer in answers], sys.stdout)


if __name__ == "__main__":
    main()
