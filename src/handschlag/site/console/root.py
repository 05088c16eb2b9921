"""Root writes into no folder of somebody else: what it leaves there the services cannot change or delete."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path
from typing import Final

from handschlag.site.environment import PREFIX, YES

WAY_ROUND: Final = f"{PREFIX}ROOT_MAY_WRITE"


def root_trouble(folder: Path) -> str | None:
    """Whose folder it is, or the one above that is there, and what to call; None where root may."""
    if os.geteuid() != 0 or os.environ.get(WAY_ROUND, "").strip().lower() in YES:
        return None
    folder = folder.expanduser().resolve()
    there = next(one for one in (folder, *folder.parents) if one.exists())
    owner = there.stat()
    if owner.st_uid == 0:
        return None
    try:
        name = pwd.getpwuid(owner.st_uid).pw_name
        call = f"runuser -u {name} --"
    except KeyError:  # known to another machine or container
        name = f"the account {owner.st_uid}"
        call = f"setpriv --reuid={owner.st_uid} --regid={owner.st_gid} --clear-groups --"
    return (
        f"{there} belongs to {name}. Call it as that user: {call} {sys.argv[0]} ...\n"
        f"Where root is meant to write there, set {WAY_ROUND}=yes."
    )
