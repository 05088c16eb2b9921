"""A process of the day that is killed after it has written into a table, before it commits."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from typing import Any

import django


def main(what: str, number: str, table: str, by: str, now: str) -> None:
    django.setup()
    from django.db import connection

    from handschlag.accounts.models import User
    from handschlag.day import incidents, proposals

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = run(sql, params, many, context)
        if sql.startswith("INSERT") and f'"{table}"' in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    at, subject = datetime.fromisoformat(now), User.objects.get(pk=by).subject
    with connection.execute_wrapper(execute):
        if what == "hear":
            incidents.from_signal(signal_id=int(number), now=at)
        elif what == "propose":
            proposals.propose(incident_id=int(number), by=subject, now=at)
        else:
            proposals.approve_proposal(incident_id=int(number), position=1, by=subject, now=at)


if __name__ == "__main__":
    main(*sys.argv[1:])
