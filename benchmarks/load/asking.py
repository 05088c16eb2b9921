"""The process that asks: orders on standard input, answers on standard output, and its own work apart.

One thread, connections that are kept, each ask at the moment that was planned for it.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from typing import Any, Final

LONGEST: Final = 60.0  # seconds for one answer
REST: Final = 2.0  # an idle connection is not used again after this: the server may just close it
STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)


class Asker:
    """A browser of many tabs: whoever asks takes a connection that is idle, or opens one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, path: str, *, form: str, cookie: str) -> tuple[int, bytes]:
        """Status and head of the answer; 0 where the connection broke or nobody answered."""
        try:
            async with asyncio.timeout(LONGEST):
                return await self._ask(path, form=form, cookie=cookie)
        except (OSError, EOFError, TimeoutError):
            return 0, b""

    async def _ask(self, path: str, *, form: str, cookie: str) -> tuple[int, bytes]:
        reader, writer = await self._connection()
        head = [f"{'POST' if form else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        head += ["Accept-Encoding: br, gzip", *([f"Cookie: {cookie}"] if cookie else [])]
        if form:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        writer.write("\r\n".join([*head, "", form]).encode())
        told = await reader.readuntil(b"\r\n\r\n")
        if length := LENGTH.search(told):
            await reader.readexactly(int(length[1]))
        if not length or b"\r\nconnection: close" in told.lower():
            writer.close()
        else:
            self.idle.append((time.monotonic(), reader, writer))
        status = STATUS.match(told)
        return int(status[1]) if status else 0, told

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self.idle:
            since, reader, writer = self.idle.pop()
            if time.monotonic() - since < REST:
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)


async def follow(
    asker: Asker, order: dict[str, Any], begin: float, answers: list[list[Any]], *, is_last: bool
) -> None:
    """One ask at its moment. A form leads to a page, which is read as well, as a browser does."""
    ask, planned = order["ask"], begin + order["at"]
    status, head = await asker.ask(ask["path"], form=ask["form"], cookie=ask["cookie"])
    now = time.perf_counter()
    there = LOCATION.search(head)
    wanted = 302 if ask["form"] else 200
    is_good = status == wanted and not (there and b"refused" in there[1])
    answers.append([ask["kind"], status, (now - planned) * 1000, is_good])
    if there and ask["form"] and not is_last:
        status, head = await asker.ask(there[1].decode().split("#")[0], form="", cookie=ask["cookie"])
        wait = (time.perf_counter() - now) * 1000
        answers.append(["page after a yes", status, wait, status == 200])


async def run(port: int, orders: list[dict[str, Any]], *, is_burst: bool) -> list[list[Any]]:
    """All of them; the waits count from the planned moments, so that a slow server hides nothing."""
    asker, answers = Asker(port), list[list[Any]]()
    begin = time.perf_counter() + 0.2
    tasks = []
    for order in sorted(orders, key=lambda one: one["at"]):
        pause = begin + order["at"] - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        tasks.append(asyncio.create_task(follow(asker, order, begin, answers, is_last=is_burst)))
    await asyncio.gather(*tasks)
    return answers


def main() -> None:
    given = json.load(sys.stdin)
    answers = asyncio.run(run(given["port"], given["orders"], is_burst=given["is_burst"]))
    json.dump({"answers": answers, "work": time.process_time()}, sys.stdout)


if __name__ == "__main__":
    main()
