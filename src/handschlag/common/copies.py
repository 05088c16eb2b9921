"""Is the code that runs the one that is installed? Two copies may differ, and nobody would notice."""

from __future__ import annotations

from importlib.metadata import Distribution, distributions
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def other_copy(found: tuple[Distribution, ...] | None = None) -> Path | None:
    """The package as it is installed in this environment, where that is not the one that runs.

    An installation that reads the working copy itself lists no file of the package.
    """
    for one in tuple(distributions(name=PACKAGE.name)) if found is None else found:
        for file in one.files or ():
            if file.as_posix() == f"{PACKAGE.name}/__init__.py":
                package = Path(str(one.locate_file(file))).resolve().parent
                if package != PACKAGE:
                    return package
    return None
