"""What installed packages say of themselves: under which licence they are, and what they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path

from papers.pins import name_of

# Words of older packages, and what they mean; what is ambiguous ("BSD") is decided by hand in packages.toml.
_MEANT = {
    "Apache 2.0": "Apache-2.0",
    "Apache License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
}
_IS_ID = re.compile(r"[A-Z0-9][A-Za-z0-9.]*-?[A-Za-z0-9.+-]*( (AND|OR|WITH) [A-Z0-9][A-Za-z0-9.+-]*)*")
_KNOWN = {"MIT", "MPL-2.0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PSF-2.0", "ISC"}
_PYTHONS, _SYSTEMS = ("3.12", "3.13", "3.14"), ("linux", "darwin", "win32")


def installed(environment: Path) -> dict[str, Distribution]:
    """The packages of a virtual environment, by the names that locks use."""
    places = [str(path) for path in environment.glob("lib/python*/site-packages")]
    return {name_of(one.metadata["Name"])[0]: one for one in distributions(path=places)}


def licence_of(package: Distribution) -> str | None:
    """An SPDX expression, where the package says it plainly."""
    said: Message = package.metadata  # type: ignore[assignment]
    if expression := said.get("License-Expression"):
        return str(expression)
    text = str(said.get("License") or "").strip()
    if text in _KNOWN or (" AND " in text and _IS_ID.fullmatch(text)):
        return text
    if text in _MEANT:
        return _MEANT[text]
    classifiers = [str(one).rpartition(" :: ")[2] for one in said.get_all("Classifier") or ()]
    meant = {_MEANT[one] for one in classifiers if one in _MEANT}
    others = [one for one in said.get_all("Classifier") or () if str(one).startswith("License ::")]
    return meant.pop() if len(meant) == len(others) == 1 else None


def needs_of(packages: Mapping[str, Distribution], asked: Iterable[str]) -> dict[str, list[str]]:
    """What each package needs on any system and Python of ours, with the extras that somebody asks for."""
    extras: dict[str, set[str]] = {}
    for one in asked:
        name, wanted = name_of(one)
        extras.setdefault(name, set()).update(wanted)
    needs: dict[str, set[str]] = {name: set() for name in packages}
    is_changed = True
    while is_changed:  # an extra asked for deep down may ask for another one
        is_changed = False
        for name, package in packages.items():
            for needed, more in _of_one(package, frozenset(extras.get(name, ()))):
                is_new = needed not in needs[name] or not more <= extras.get(needed, set())
                is_changed = is_changed or is_new
                needs[name].add(needed)
                extras.setdefault(needed, set()).update(more)
    return {name: sorted(found) for name, found in needs.items()}


def _of_one(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
    from packaging.requirements import Requirement

    for text in package.requires or ():
        one = Requirement(text)
        if one.marker is None or any(
            one.marker.evaluate({"python_version": python, "sys_platform": system, "extra": extra})
            for python in _PYTHONS
            for system in _SYSTEMS
            for extra in ("", *extras)
        ):
            name, wanted = name_of(text)
            yield name, set(wanted)
