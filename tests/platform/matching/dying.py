"""A process that says yes to a request and is killed when all is written, before it commits."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from typing import Any

import django


def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    done = run(sql, params, many, context)
    if sql.startswith("INSERT") and "matching_seat" in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return done


def main(request: str, participant: str, now: str) -> None:
    django.setup()
    from django.db import connection

    from handschlag.accounts.policy import Subject
    from handschlag.matching import answering

    with connection.execute_wrapper(execute):
        answering.accept(
            request_id=int(request),
            participant_id=int(participant),
            kind="want",
            has_link=True,
            by=Subject(),
            now=datetime.fromisoformat(now),
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
