"""Where the shell leads: names of addresses of higher apps, looked up, never imported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, gettext, gettext_noop

from handschlag.design.assets import sign_film
from handschlag.design.components.parts import Link

type Entries = tuple[tuple[str, str], ...]

MAIN: Final[Entries] = (
    (gettext_noop("Networks"), "directory:networks"),
    (gettext_noop("Actors"), "directory:actors"),
    (gettext_noop("Funding"), "programmes:programmes"),
    (gettext_noop("Map"), "directory:map"),
    (gettext_noop("Events"), "events:events"),
    (gettext_noop("Cluster Week"), "events:campaigns"),
)
FOOT: Final[tuple[tuple[str, Entries], ...]] = (
    (
        gettext_noop("Find"),
        (
            *MAIN,
            (gettext_noop("Funding calls"), "programmes:funding_calls"),
            (gettext_noop("Joint projects"), "directory:projects"),
            (gettext_noop("Technology fields"), "directory:fields"),
            (gettext_noop("Regions"), "directory:lands"),
            (gettext_noop("Meetings between networks"), "statistics:overview"),
        ),
    ),
    (
        gettext_noop("Take part"),
        (
            (gettext_noop("How matchmaking works"), "pages:how_matching_works"),
            (gettext_noop("News"), "directory:stories"),
            (gettext_noop("Report a network or an error"), "pages:contact"),
            (gettext_noop("Saved entries"), "directory:bookmarks"),
        ),
    ),
    (
        gettext_noop("Check"),
        (
            (gettext_noop("Origin of the facts"), "pages:sources"),
            (gettext_noop("Open data"), "api:open_data"),
            (gettext_noop("Interface for programs"), "api:reference"),
            (gettext_noop("Parts of our pages"), "design:parts"),
        ),
    ),
)
SMALL_PRINT: Final[Entries] = (
    (gettext_noop("Imprint"), "pages:imprint"),
    (gettext_noop("Privacy"), "pages:privacy"),
    (gettext_noop("Accessibility"), "pages:accessibility"),
    (gettext_noop("Easy language"), "pages:plain_language"),
    (gettext_noop("Sign language"), "pages:sign_language"),
)


def links(entries: Entries, path: str) -> Sequence[Link]:
    """The entries whose address exists; the nearest one above `path` is the current one."""
    found = [(label, url) for label, name in entries if (url := address_of(name))]
    nearest = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return tuple(Link(label=gettext(label), url=url, is_current=url == nearest) for label, url in found)


_FILM: Final = "sign-language/"


def address_of(name: str) -> str:
    """The address behind a name; empty where no floor answers to it, or no film is there to be shown."""
    if name == "pages:sign_language" and not sign_film(get_language() or "de"):
        return ""
    return _reversed(name, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=1_000)
def _reversed(name: str, _language: str | None, _addresses: str | None, _prefix: str) -> str:
    """Looked up once: every page of ours leads to some forty others."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def is_in(path: str, language: str) -> bool:
    """Whether a page is there in a language: the film in sign language may be in some only."""
    _own, _, rest = path.removeprefix("/").partition("/")
    return rest != _FILM or bool(sign_film(language))


def same_page(path: str, language: str) -> str:
    """The address of a page in another language; pages without a language lead to its start page.

    Where there is no film, the accessibility statement says so.
    """
    codes = [code for code, _ in settings.LANGUAGES]
    first, _, rest = path.removeprefix("/").partition("/")
    if not is_in(path, language):
        rest = "accessibility/"
    return f"/{language}/{rest}" if first in codes else f"/{language}/"
