"""Networks, fields, Länder and searches, as people follow them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.directory.models import Field, Land
from handschlag.directory.queries.choices import names_of_choices
from handschlag.directory.queries.public import public_networks
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.followed_searches import search_of
from handschlag.directory.screens.answers import title_without_number
from handschlag.following.models import FollowedKind
from handschlag.following.news import Thing

_UNQUOTED: Final = str.maketrans("", "", "„“”")  # the reason for a line puts the title in quotes


def _networks(keys: Sequence[str]) -> Mapping[str, Thing]:
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 16]
    return {
        str(one.pk): Thing(title=one.name, url=reverse("directory:network", args=[one.slug]))
        for one in public_networks().filter(pk__in=numbers)
        if str(one.pk) in keys
    }


def _fields(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        one.slug: Thing(title=one.label, url=reverse("directory:field", args=[one.slug]))
        for one in Field.objects.filter(slug__in=keys)
    }


def _lands(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        one.slug: Thing(title=one.name, url=reverse("directory:land", args=[one.slug]))
        for one in Land.objects.filter(slug__in=keys)
    }


def _searches(keys: Sequence[str]) -> Mapping[str, Thing]:
    found = ((key, search_of(key)) for key in keys)
    return {key: _search(*search) for key, search in found if search is not None}


def _search(name: str, criteria: Criteria) -> Thing:
    nouns = {"networks": _("Networks"), "actors": _("Actors"), "projects": _("Joint projects")}
    title = title_without_number(nouns.get(name, _("Entries")), criteria, names_of_choices(criteria))
    return Thing(
        title=title.translate(_UNQUOTED),
        url=f"{reverse(f'directory:{name}')}?{criteria.query_string()}",
    )


THINGS: Final = (
    (FollowedKind.NETWORK, _networks),
    (FollowedKind.FIELD, _fields),
    (FollowedKind.LAND, _lands),
    (FollowedKind.SEARCH, _searches),
)
