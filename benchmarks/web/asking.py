"""One browser that reads: a connection that is kept, and what each answer said about itself."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass

TIMING = re.compile(
    r'app;dur=([\d.]+), db;dur=([\d.]+);desc="(\d+)", cpu;dur=([\d.]+), page;desc="(kept|made)"'
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Milliseconds: `wait` as the asker felt it, the others as the server says.

    `work` is the processor's time of the thread that answered, `is_kept` whether the page was made before.
    """

    kind: str
    path: str
    status: int
    wait: float
    server: float
    database: float
    queries: int
    size: int
    work: float = 0.0
    is_kept: bool = False

    @property
    def is_failure(self) -> bool:
        return self.status != 200


class Reader:
    """Asks one thing after another on one connection, as a browser does."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.connection: http.client.HTTPConnection | None = None

    def get(self, kind: str, path: str, **headers: str) -> Answer:
        """The answer; a connection that breaks is a failure of status 0, never hidden by a second try."""
        began = time.perf_counter()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
            self.connection.request("GET", path, headers={"Accept-Encoding": "br, gzip", **headers})
            response = self.connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return Answer(kind, path, 0, (time.perf_counter() - began) * 1000, 0.0, 0.0, 0, 0)
        wait = (time.perf_counter() - began) * 1000
        said = TIMING.search(response.headers.get("Server-Timing", ""))
        server, database, queries, work, how = said.groups() if said else ("0", "0", "0", "0", "made")
        if response.headers.get("Connection", "").lower() == "close":
            self.close()
        return Answer(
            kind=kind,
            path=path,
            status=response.status,
            wait=wait,
            server=float(server),
            database=float(database),
            queries=int(queries),
            size=len(body),
            work=float(work),
            is_kept=how == "kept",
        )

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None
