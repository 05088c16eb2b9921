"""PostgreSQL's own programs, which make its backups and bring them back."""

from __future__ import annotations

import os
import shutil
import subprocess

from django.db import connection


class BackupTrouble(Exception):
    """The archive cannot be made, or is not one that can be brought back; says why."""


def run_postgresql(program: str, *options: str) -> None:
    """One of PostgreSQL's own programs; the password goes by the environment, where nobody else sees it."""
    database = connection.settings_dict
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    around = {variable: str(database[name]) for name, variable in names.items() if database[name]}
    around |= {
        f"PG{name.upper()}": str(value)
        for name, value in database["OPTIONS"].items()
        if name.startswith("ssl")
    }
    around["PGOPTIONS"] = "-c client_min_messages=warning"
    place = shutil.which(program)
    if place is None:
        raise BackupTrouble(f"{program} is missing: install the client of PostgreSQL (postgresql-client).")
    done = subprocess.run(  # noqa: S603 - programs of PostgreSQL, and paths of our own
        [place, *options], env={**os.environ, **around}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupTrouble(f"{program} failed: {done.stderr.strip()}")
