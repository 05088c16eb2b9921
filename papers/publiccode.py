"""publiccode.yml by the rules of its standard (0.7): keys, types, lengths, words, files that are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

VERSION = "0.7"
_STATUS = {"concept", "development", "beta", "stable", "obsolete"}
_TYPES = {"addon", "library", "configurationFiles"} | {
    f"standalone/{one}" for one in ("mobile", "iot", "desktop", "web", "backend", "other")
}
# Of the standard's list of categories, those that may fit a platform like this one.
_CATEGORIES = {
    "appointment-scheduling",
    "collaboration",
    "communications",
    "contact-management",
    "content-management",
    "data-visualization",
    "event-management",
    "geographic-information-systems",
    "grant-management",
    "knowledge-management",
    "online-booking",
    "online-community",
    "project-collaboration",
    "resource-management",
    "time-management",
    "visitor-management",
    "web-collaboration",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACEHOLDER_HOST = ".example"
_PLACEHOLDER_NAME = "To be named at publication"
_Judge = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_address(value: Any) -> bool:
    return _is_text(value) and urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) or (_is_text(value) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)))


def _each(judge: _Judge) -> _Judge:
    return lambda value: isinstance(value, list) and bool(value) and all(map(judge, value))


def _one_of(words: set[str]) -> _Judge:
    return lambda value: value in words


def _of_length(least: int, most: int) -> _Judge:
    return lambda value: _is_text(value) and least <= len(value.strip()) <= most


_KEYS: dict[str, tuple[bool, _Judge]] = {  # of each key: whether it has to be there, and what may stand in it
    "publiccodeYmlVersion": (True, _one_of({VERSION})),
    "name": (True, _is_text),
    "applicationSuite": (False, _is_text),
    "isBasedOn": (False, lambda value: _is_address(value) or _each(_is_address)(value)),
    "fundedBy": (False, _each(lambda value: _is_text(value.get("name")))),
    "supports": (False, _each(lambda value: _is_text(value.get("id")))),
    "url": (True, _is_address),
    "landingURL": (False, _is_address),
    "organisation": (False, lambda value: isinstance(value, dict) and _is_text(value.get("name"))),
    "softwareVersion": (False, _is_text),
    "releaseDate": (False, _is_day),
    "logo": (False, _is_text),
    "platforms": (True, lambda value: _is_text(value) or _each(_is_text)(value)),
    "categories": (True, _each(_one_of(_CATEGORIES))),
    "usedBy": (False, _each(_is_text)),
    "roadmap": (False, _is_address),
    "developmentStatus": (True, _one_of(_STATUS)),
    "softwareType": (True, _one_of(_TYPES)),
    "intendedAudience/countries": (False, _each(lambda value: bool(re.fullmatch("[a-z]{2}", str(value))))),
    "intendedAudience/unsupportedCountries": (
        False,
        _each(lambda value: bool(re.fullmatch("[a-z]{2}", str(value)))),
    ),
    "intendedAudience/scope": (False, _each(_is_text)),
    "description": (True, lambda value: isinstance(value, dict) and bool(value)),
    "legal/license": (True, _is_text),
    "legal/mainCopyrightOwner": (False, _is_text),
    "legal/repoOwner": (False, _is_text),
    "maintenance/type": (True, _one_of({"internal", "contract", "community", "none"})),
    "maintenance/contacts": (False, _each(lambda value: _is_text(value.get("name")))),
    "maintenance/contractors": (
        False,
        _each(lambda value: _is_text(value.get("name")) and _is_day(value.get("until"))),
    ),
    "localisation/localisationReady": (True, lambda value: isinstance(value, bool)),
    "localisation/availableLanguages": (True, _each(lambda value: _LANGUAGE.fullmatch(value) is not None)),
    "dependsOn/open": (False, _each(lambda value: _is_text(value.get("name")))),
    "dependsOn/proprietary": (False, _each(lambda value: _is_text(value.get("name")))),
    "dependsOn/hardware": (False, _each(lambda value: _is_text(value.get("name")))),
}
_DESCRIBED: dict[str, tuple[bool, _Judge]] = {
    "localisedName": (False, _is_text),
    "shortDescription": (True, _of_length(1, 150)),
    "longDescription": (True, _of_length(150, 10_000)),
    "documentation": (False, _is_address),
    "apiDocumentation": (False, _is_address),
    "features": (True, _each(_is_text)),
    "screenshots": (False, _each(_is_text)),
    "videos": (False, _each(_is_address)),
    "awards": (False, _each(_is_text)),
}
_SECTIONS = {key.partition("/")[0] for key in _KEYS if "/" in key}
_MAINTAINED_BY = {"community": "contacts", "internal": "contacts", "contract": "contractors"}


def faults(text: str, *, root: Path) -> list[str]:
    """What the standard would refuse, a line each."""
    import yaml

    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return [f"publiccode.yml: {error}"]
    if not isinstance(document, dict):
        return ["publiccode.yml: no keys"]
    return [f"publiccode.yml: {one}" for one in _faults(document, root)]


def _faults(document: dict[str, Any], root: Path) -> Iterator[str]:
    yield from _judged(_flat(document), _KEYS, "")
    described = document.get("description")
    for language, told in (described if isinstance(described, dict) else {}).items():
        if _LANGUAGE.fullmatch(str(language)) is None or not isinstance(told, dict):
            yield f"description/{language}: no language with its texts"
            continue
        yield from _judged(told, _DESCRIBED, f"description/{language}/")
        for path in told.get("screenshots") or ():
            if not (root / str(path)).is_file():
                yield f"description/{language}/screenshots: there is no file {path}"
    maintained = document.get("maintenance")
    kind = maintained.get("type") if isinstance(maintained, dict) else None
    needed = _MAINTAINED_BY.get(str(kind))
    if needed and isinstance(maintained, dict) and not maintained.get(needed):
        yield f"maintenance/{needed}: missing, and asked for where the type is {kind}"


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    """Keys of sections with their section before them."""
    flat: dict[str, Any] = {}
    for key, value in document.items():
        if key in _SECTIONS and isinstance(value, dict):
            flat |= {f"{key}/{inner}": one for inner, one in value.items()}
        else:
            flat[str(key)] = value
    return flat


def _judged(told: dict[str, Any], keys: dict[str, tuple[bool, _Judge]], before: str) -> Iterator[str]:
    for key, (is_needed, judge) in keys.items():
        if key not in told:
            if is_needed:
                yield f"{before}{key}: missing"
            continue
        try:
            is_right = judge(told[key])
        except (AttributeError, TypeError):
            is_right = False
        if not is_right:
            yield f"{before}{key}: not what the standard asks for"
    yield from (f"{before}{key}: the standard has no such key" for key in told if key not in keys)


def placeholders(text: str) -> list[str]:
    """What has to be filled in before anything is released."""
    import yaml

    document = yaml.safe_load(text)
    maintained = document.get("maintenance")
    contacts = maintained.get("contacts") if isinstance(maintained, dict) else None
    found = [
        f"publiccode.yml: {key} is a placeholder ({document[key]})"
        for key in ("url", "landingURL", "roadmap")
        if str(urlsplit(str(document.get(key) or "")).hostname or "").endswith(_PLACEHOLDER_HOST)
    ]
    is_nobody = any(one.get("name") == _PLACEHOLDER_NAME for one in contacts or ())
    return found + (["publiccode.yml: no maintainer is named"] if is_nobody else [])
