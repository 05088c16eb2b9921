"""Pages that are words only: the same for everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from handschlag.accounts import account, codes_and_links, sessions
from handschlag.accounts.hooks import registration_remainders
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.refusals import marked as _
from handschlag.common.table_import.drafts import UNFINISHED
from handschlag.design.assets import easy_text, report_address, sign_film
from handschlag.design.themes import KEPT_FOR as THEME_KEPT_FOR
from handschlag.directory import joining
from handschlag.directory.imports.stages import UNDOABLE
from handschlag.directory.models import FactSource, Status
from handschlag.pages import models

TIMES: Final = ("10:00", "10:20", "10:40", "11:00")
TABLES: Final = (1, 2)
WHO: Final = {
    "paper": _("paper mill"),
    "optics": _("institute for optics"),
    "sensors": _("maker of sensors"),
    "machines": _("machine builder"),
    "dairy": _("dairy"),
    "software": _("software company"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Two who want each other; `value` is what both together give, `time` is empty where they do not meet."""

    pair: tuple[str, str]
    value: int
    time: str = ""
    table: int = 0


WISHES: Final = (
    Wish(pair=("paper", "optics"), value=6, time="10:00", table=1),
    Wish(pair=("sensors", "machines"), value=5, time="10:00", table=2),
    Wish(pair=("sensors", "dairy"), value=5, time="10:20", table=1),
    Wish(pair=("machines", "software"), value=4, time="10:20", table=2),
    Wish(pair=("paper", "sensors"), value=4, time="10:40", table=1),
    Wish(pair=("optics", "dairy"), value=3, time="10:40", table=2),
    Wish(pair=("paper", "machines"), value=3, time="11:00", table=1),
    Wish(pair=("optics", "software"), value=3, time="11:00", table=2),
    Wish(pair=("dairy", "software"), value=2),
)
EXAMPLE: Final = "sensors"  # whose day is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """A public website on which facts of networks were read; a mirror is named, not linked."""

    host: str
    networks: int
    newest_copy: str  # day, month or year of the newest copy or reading; empty where none has a date


def websites() -> tuple[Website, ...]:
    """Every website that a public network names as a source, those of most networks first."""
    networks: dict[str, set[int]] = defaultdict(set)
    newest: dict[str, str] = defaultdict(str)
    rows = FactSource.objects.filter(network__status=Status.PUBLISHED, network__is_demo=False)
    for source, network, day, copied_on in rows.values_list("source", "network", "seen_on", "copied_on"):
        host = host_of(source)
        if host:
            networks[host].add(network)
            newest[host] = max(day.isoformat() if day else copied_on, newest[host])
    ordered = sorted(networks, key=lambda host: (-len(networks[host]), host))
    return tuple(
        Website(host=host, networks=len(networks[host]), newest_copy=newest[host]) for host in ordered
    )


def host_of(source: str) -> str:
    """The website of an address; empty for a source that is none."""
    try:
        host = urlsplit(source).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def how_matching_works_screen() -> dict[str, Any]:
    """The sample in words: the wishes, the grid of times and tables, one day, and the sum that proves it."""
    held = [one for one in WISHES if one.time]
    at = {(one.time, one.table): one for one in held}
    return {
        "tables": TABLES,
        "grid": [(time, [_pair(at[time, table]) for table in TABLES]) for time in TIMES],
        "wishes": [(_pair(one), one.value, bool(one.time)) for one in WISHES],
        "day": [(one.time, _partner(one), one.table) for one in held if EXAMPLE in one.pair],
        "whose": gettext(WHO[EXAMPLE]),
        "times": len(TIMES),
        "places": len(TIMES) * len(TABLES),
        "value": sum(one.value for one in held),
        "left": [_pair(one) for one in WISHES if not one.time],
    }


def _pair(one: Wish) -> str:
    return " – ".join(gettext(WHO[name]) for name in one.pair)


def _partner(one: Wish) -> str:
    return next(gettext(WHO[name]) for name in one.pair if name != EXAMPLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Operator:
    """`is_known` is False as long as nobody has filled in the settings."""

    name: str
    address: tuple[str, ...]
    representative: str
    email: str
    phone: str
    register: str
    enforcement: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.name and self.address and self.email)


def operator() -> _Operator:
    """Who runs this website, as the settings say."""
    return _Operator(
        name=settings.OPERATOR_NAME,
        address=tuple(settings.OPERATOR_ADDRESS),
        representative=settings.OPERATOR_REPRESENTATIVE,
        email=settings.OPERATOR_EMAIL,
        phone=settings.OPERATOR_PHONE,
        register=settings.OPERATOR_REGISTER,
        enforcement=tuple(settings.ENFORCEMENT_BODY),
    )


A_DAY = 24 * 60 * 60
BOOKMARKS = 180  # as the view of the bookmarks sets its cookie; a test compares them
MY_PROGRAMME = 180  # the same for the programme that somebody put together


def privacy_screen() -> dict[str, Any]:
    """Days, unless the name says otherwise, as settings and rules of the apps say; a cookie is its name."""
    return {
        "unused_account_months": account.UNUSED_MONTHS,
        "notice": account.NOTICE.days,
        "code_minutes": int(codes_and_links.LIFETIME.total_seconds() // 60),
        "mail": settings.KEEP_MAIL_DAYS,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "session": settings.SESSION_COOKIE_AGE // A_DAY,
        "known_browser": sessions.KEPT_FOR.days,
        "theme": THEME_KEPT_FOR // A_DAY,
        "bookmarks": BOOKMARKS,
        "my_programme": MY_PROGRAMME,
        "join_unconfirmed": joining.CONFIRM_WITHIN.days,
        "join_undecided": joining.KEEP_UNDECIDED.days,
        "join_decided": joining.KEEP_DECIDED.days,
        "import_unfinished": UNFINISHED.days,
        "import_undoable": UNDOABLE.days,
        "report_contact": models.KEEP_CONTACT_AFTER_DONE.days,
        "report": models.KEEP_REPORT_AFTER_DONE.days,
        "has_push": settings.PUSH,
        "has_online_rooms": bool(settings.ONLINE_PROVIDERS.names),
        "stays": tuple(registration_remainders),
    }


@cached_for_visitors
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """The page that says who runs this website."""
    return render(request, "pages/imprint.html", {"operator": operator()})


@cached_for_visitors
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The page that says which data are kept, and for how long."""
    context = {"operator": operator(), "screen": privacy_screen()}
    return render(request, "pages/privacy.html", context)


@cached_for_visitors
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, with the body that enforces it and what the operator adds to it."""
    language = get_language() or "de"
    context = {
        "operator": operator(),
        "has_film": sign_film(language),
        "report": report_address(language),
    }
    return render(request, "pages/accessibility.html", context)


@cached_for_visitors
@require_safe
def plain_language(request: HttpRequest) -> HttpResponse:
    """The page that explains this website in plain language, in the operator's own words if there are."""
    own = easy_text(get_language() or "de")
    return render(request, "pages/plain_language.html", {"own": own})


@cached_for_visitors
@require_safe
def sign_language(request: HttpRequest) -> HttpResponse:
    """The operator's film in sign language; there is no such page as long as there is no film."""
    film = sign_film(get_language() or "de")
    if not film:
        raise Http404
    return render(request, "pages/sign_language.html", {"film": film})


@cached_for_visitors
@require_safe
def how_matching_works(request: HttpRequest) -> HttpResponse:
    """The page that explains the matching service, with a sample that can be checked by hand."""
    return render(request, "pages/how_matching_works.html", {"screen": how_matching_works_screen()})


@cached_for_visitors
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """The page that names the websites from which the data come."""
    return render(request, "pages/sources.html", {"websites": websites()})
