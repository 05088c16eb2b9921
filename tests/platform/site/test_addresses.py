"""Every address leads to its own view, in whatever order the floors are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import URLResolver, get_resolver, resolve
from django.utils.translation import override

ONE = {"int": "7", "number": "7", "picture": f"{0:032}.webp", "uuid": f"{0:08}-0000-0000-0000-{1:012}"}


def addresses_of(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, Callable[..., object]]]:
    """An example of each pattern, and the view that it names."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses_of(pattern, route)
        else:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda part: ONE.get(part[1], "abc"), route), pattern.callback


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_address_is_hidden_by_another_one(language: str) -> None:
    with override(language):
        found = [one for one in addresses_of(get_resolver()) if one[0].startswith(f"/{language}/")]
        hidden = {path: resolve(path).func for path, view in found if resolve(path).func is not view}
    assert hidden == {}
    assert len(found) > 400
