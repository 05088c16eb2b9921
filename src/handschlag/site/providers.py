"""Services outside the platform that an operator names in settings; loud at nonsense.

Organisations whose own sign-in is accepted, from the environment; loud at nonsense.

HANDSCHLAG_OIDC=uni                           short names, separated by commas
HANDSCHLAG_OIDC_UNI_NAME=University of Example    what the button says
HANDSCHLAG_OIDC_UNI_ISSUER=https://login.uni.example
HANDSCHLAG_OIDC_UNI_CLIENT_ID=handschlag
HANDSCHLAG_OIDC_UNI_SECRET=...
HANDSCHLAG_OIDC_UNI_DOMAINS=uni.example,physik.uni.example    whose addresses it may speak for
HANDSCHLAG_OIDC_UNI_ORIGINS=https://sso.uni.example       where its forms are, if not at the issuer

The servers for online rooms, from the environment; loud at nonsense.

HANDSCHLAG_BIGBLUEBUTTON=https://rooms.example/bigbluebutton/api    where its interface is
HANDSCHLAG_BIGBLUEBUTTON_SECRET=...      the shared secret that `bbb-conf --secret` names
HANDSCHLAG_JITSI=https://meet.example    where its rooms are
HANDSCHLAG_JITSI_APP_ID=handschlag       only if the server asks for signed passes
HANDSCHLAG_JITSI_SECRET=...

Where uploads and prints lie: the data folder, or object storage that several hosts share.

HANDSCHLAG_STORAGE=s3://bucket/prefix?endpoint=https://s3.example&region=eu-1&style=path

Keys are those that all programs of S3 know, from the environment or the file of settings: AWS_ACCESS_KEY_ID
and AWS_SECRET_ACCESS_KEY. Without them boto looks where it always looks, as in the profile of the machine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import dj_database_url
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from handschlag.accounts.policy import GRANTABLE, Role
from handschlag.common.compute import ComputeKind, ComputePlace, compute_place
from handschlag.events.online_rooms import BigBlueButton, Jitsi, OnlineProviders
from handschlag.site.environment import PREFIX, SIGNS, Environment, is_secure, meant, without_password

SMTP = "HANDSCHLAG_SMTP_URL"
PORTS = {"smtp": 587, "smtps": 465}
PATIENCE = 15  # seconds


def smtp_mailer(url: str) -> dict[str, Any]:
    """An entry of Django's MAILERS; without encryption only when `?tls=no` says so."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise ImproperlyConfigured(
            f"{SMTP} has a port that is no number, or half an address in brackets. {SIGNS}"
        ) from wrong
    query = parse_qs(parts.query, keep_blank_values=True)
    tls = query.pop("tls", ["yes"])[0]
    has_more = query or parts.fragment or parts.path not in {"", "/"}  # such as half of a password
    if parts.scheme not in PORTS or not parts.hostname or has_more or tls not in {"yes", "no"}:
        raise ImproperlyConfigured(
            f"{SMTP} must look like smtp://user:password@host:587 or smtps://user:password@host:465. {SIGNS}"
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port or PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and tls == "yes",
            "timeout": PATIENCE,
        },
    }


NOBODY = "nobody"
NO_ROLES: frozenset[Role] = frozenset()


def passkey_roles(names: Sequence[str]) -> frozenset[Role]:
    """The roles that `HANDSCHLAG_PASSKEY_FOR` names, or none."""
    if list(names) == [NOBODY]:
        return NO_ROLES
    known = [role.value for role in GRANTABLE]
    if odd := ", ".join(repr(name) for name in names if name not in known):
        raise ImproperlyConfigured(
            f"{PREFIX}PASSKEY_FOR must be {NOBODY} or roles of {', '.join(known)}, not {odd}."
        )
    return frozenset(Role(name) for name in names)


COMPUTE: Final = "COMPUTE"


def chosen_place(environment: Environment, *, default: str) -> ComputePlace:
    """The place that was named; the usual one where there is a fault, which is told with all others."""
    value = environment.text("COMPUTE", default=default)
    found = compute_place(value)
    usual = ComputePlace(kind=ComputeKind.HERE)
    if found is None:
        usual_ones = "here, processes:2 or dask:tcp://host:8786 (tls:// too)"
        environment.refuse(f"{PREFIX}{COMPUTE} must be {usual_ones}, not {without_password(value)}.")
        return usual
    if found.kind is ComputeKind.CLUSTER and find_spec("distributed") is None:
        words = f"{PREFIX}{COMPUTE} names a cluster: install requirements-hosts.lock, or handschlag[cluster]."
        environment.refuse(words)
        return usual
    return found


DB_URL: Final = "DATABASE_URL"
ENGINES: Final = frozenset({"django.db.backends.postgresql", "django.db.backends.sqlite3"})
# SQLite: readers never wait; writers queue in the order in which they came (`handschlag.common.sqlite`).
# What is deleted is overwritten, whatever this build of SQLite does by itself.
SQLITE: Final = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; "
        "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
    ),
}
# PostgreSQL: what a planned cursor asks is kept from the first time on (`handschlag.common.postgresql`).
# A line that is lost without a word is noticed within a minute, whatever the machine's own patience is.
POSTGRESQL: Final = {
    "prepare_threshold": 0,
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}
NEVER: Final = "none"


def database(environment: Environment, *, folder: Path) -> dict[str, Any]:
    """An entry of Django's DATABASES; without an address a file in the data folder."""
    usual = f"sqlite:///{folder / 'handschlag.sqlite3'}"
    url = environment.values.get(DB_URL, "").strip() or usual
    found = environment.built(partial(_parsed_url, url), otherwise=_parsed_url(usual))
    if found["ENGINE"].endswith("sqlite3"):
        found["ENGINE"] = "handschlag.common.sqlite"
        found["OPTIONS"] = SQLITE
        # Tests use a file as well: in memory, threads lock each other out as they never do in a file.
        found["TEST"] = {"NAME": folder / f"test-{os.getpid()}.sqlite3"}
    else:
        found["ENGINE"] = "handschlag.common.postgresql"
        found["OPTIONS"] = {**POSTGRESQL, **found.get("OPTIONS", {})}
        if found["OPTIONS"]["prepare_threshold"] == NEVER:
            found["OPTIONS"]["prepare_threshold"] = None
    return found


def _parsed_url(url: str) -> dict[str, Any]:
    """The address itself is not repeated: a password stands in it."""
    words = f"{DB_URL} must look like postgresql://user:password@host/name or sqlite:////folder/file. {SIGNS}"
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as wrong:
        raise ImproperlyConfigured(words) from wrong
    if "://" not in url or found["ENGINE"] not in ENGINES or not found["NAME"]:
        raise ImproperlyConfigured(words)
    threshold = found.get("OPTIONS", {}).get("prepare_threshold", NEVER)
    if type(threshold) is not int and threshold != NEVER:
        raise ImproperlyConfigured(f"{DB_URL}: prepare_threshold must be a whole number or {NEVER}.")
    return found


SHORT_NAME = re.compile(r"[a-z][a-z0-9]{0,30}")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
FIELDS = ("NAME", "ISSUER", "CLIENT_ID", "SECRET", "DOMAINS", "ORIGINS")


def organisations(environment: Environment) -> Sequence[dict[str, Any]]:
    """What the library for OpenID Connect wants to know of each."""
    names = environment.names("OIDC")
    for name in names:
        if not SHORT_NAME.fullmatch(name):
            environment.refuse(f"{PREFIX}OIDC names {name!r}: use small letters and digits.")
    known = {f"{PREFIX}OIDC_{name.upper()}_{field}" for name in names for field in FIELDS}
    for odd in sorted(key for key in environment.values if key.startswith(f"{PREFIX}OIDC_")):
        if odd not in known:
            environment.refuse(
                f"{odd} belongs to no organisation that {PREFIX}OIDC names.{meant(odd, known)}"
            )
    return [_organisation(environment, name) for name in names]


def _organisation(environment: Environment, name: str) -> dict[str, Any]:
    prefix = f"OIDC_{name.upper()}_"
    issuer = environment.secure_address(f"{prefix}ISSUER", default=None)
    domains = [domain.lower() for domain in environment.names(f"{prefix}DOMAINS")]
    if not domains or not all(DOMAIN.fullmatch(domain) for domain in domains):
        environment.refuse(
            f"{PREFIX}{prefix}DOMAINS must name the domains of its addresses, for instance uni.example."
        )
    origins = environment.names(f"{prefix}ORIGINS")
    for odd in (one for one in origins if not is_secure(one)):
        environment.refuse(f"{PREFIX}{prefix}ORIGINS must be https addresses, not {without_password(odd)}.")
    return {
        "provider_id": name,
        "name": environment.text(f"{prefix}NAME"),
        "client_id": environment.text(f"{prefix}CLIENT_ID"),
        "secret": environment.text(f"{prefix}SECRET"),
        "settings": {
            "server_url": issuer,
            "oauth_pkce_enabled": True,
            "domains": domains,
            "origins": [_origin_of(one) for one in (issuer, *origins) if is_secure(one)],
        },
    }


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def form_origins(providers: Any) -> list[str]:
    """Where the browser is sent by a form of ours; for the content policy."""
    apps = providers["openid_connect"]["APPS"]
    return sorted({origin for app in apps for origin in app["settings"]["origins"]})


def content_policy(sign_in: Mapping[str, Any]) -> dict[str, list[str]]:
    """Django's SECURE_CSP. `sign_in` are the providers of SOCIALACCOUNT_PROVIDERS."""
    of_this_site = ("script", "style", "font", "media", "connect", "worker", "manifest")
    return {
        "default-src": [CSP.NONE],
        **{f"{kind}-src": [CSP.SELF] for kind in of_this_site},
        "img-src": [CSP.SELF, "data:"],
        # Some browsers also ask this of where a form is sent on to: the sign-in of an organisation.
        "form-action": [CSP.SELF, *form_origins(sign_in)],
        "base-uri": [CSP.NONE],
        "frame-ancestors": [CSP.NONE],
    }


def languages_in(folder: Path) -> list[tuple[str, str]]:
    """Codes and own names of the languages that lie there compiled: `fr/LC_MESSAGES/django.mo` is French."""
    found = []
    for made in sorted(folder.glob("*/LC_MESSAGES/django.mo")):
        code = made.parents[1].name.lower().replace("_", "-")
        known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
        found.append((code, str(known.get("name_local", code)).capitalize()))
    return [one for one in found if one[0] not in {"de", "en"}]


SHORTEST_SECRET: Final = 16


def online_providers(environment: Environment) -> OnlineProviders:
    """What events can choose from; nothing is asked of the servers yet."""
    return OnlineProviders(bigbluebutton=_bigbluebutton(environment), jitsi=_jitsi(environment))


def _bigbluebutton(environment: Environment) -> BigBlueButton | None:
    address = environment.secure_address("BIGBLUEBUTTON")
    secret = environment.text("BIGBLUEBUTTON_SECRET", default="")
    _refuse_halves(environment, "BIGBLUEBUTTON", environment.text("BIGBLUEBUTTON", default=""), secret)
    return BigBlueButton(address=address, secret=secret) if address and secret else None


def _jitsi(environment: Environment) -> Jitsi | None:
    address, app_id = environment.secure_address("JITSI"), environment.text("JITSI_APP_ID", default="")
    secret = environment.text("JITSI_SECRET", default="")
    _refuse_halves(environment, "JITSI", app_id, secret, first="_APP_ID")
    if app_id and not environment.text("JITSI", default=""):
        environment.refuse(f"{PREFIX}JITSI_APP_ID needs {PREFIX}JITSI.")
    return Jitsi(address=address, app_id=app_id, secret=secret) if address else None


def _refuse_halves(environment: Environment, name: str, value: str, secret: str, *, first: str = "") -> None:
    """Both or neither; messages name variables, never a secret."""
    if bool(value) != bool(secret):
        environment.refuse(f"{PREFIX}{name}{first} and {PREFIX}{name}_SECRET belong together.")
    if secret and len(secret) < SHORTEST_SECRET:
        environment.refuse(f"{PREFIX}{name}_SECRET must have at least {SHORTEST_SECRET} characters.")


STORAGE: Final = f"{PREFIX}STORAGE"
STORAGE_FOLDER: Final[dict[str, Any]] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STYLES: Final = ("auto", "path", "virtual")
KEYS: Final = {
    "access_key": "AWS_ACCESS_KEY_ID",
    "secret_key": "AWS_SECRET_ACCESS_KEY",
    "security_token": "AWS_SESSION_TOKEN",
}
LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"  # botocore takes no other names
ENDPOINT: Final = re.compile(
    rf"https?://({LABEL}(\.{LABEL})*\.?|\[[0-9A-Fa-f:.]+\])(:[0-9]{{1,5}})?(/[^\s?#]*)?"
)
STORAGE_WORDS: Final = (
    f"{STORAGE} must look like s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-1."
)


def file_storage(environment: Environment) -> dict[str, Any]:
    """An entry of Django's STORAGES; nothing is asked of the storage yet."""
    address = environment.text("STORAGE", default="")
    return (
        environment.built(lambda: _object_storage(address, environment), otherwise=STORAGE_FOLDER)
        if address
        else STORAGE_FOLDER
    )


def _object_storage(address: str, environment: Environment) -> dict[str, Any]:
    """The address holds no secret, and is still not repeated: whoever errs may have put one into it."""
    try:
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError as wrong:
        raise ImproperlyConfigured(STORAGE_WORDS) from wrong
    if parts.scheme != "s3" or not parts.hostname or "@" in parts.netloc or ":" in parts.netloc:
        raise ImproperlyConfigured(
            f"{STORAGE_WORDS} Keys stand in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    for odd in sorted(asked.keys() - {"endpoint", "region", "style"}):
        environment.refuse(f"{STORAGE} knows endpoint, region and style, not {odd!r}.")
    endpoint = asked.get("endpoint", "")
    if endpoint and not ENDPOINT.fullmatch(endpoint):
        environment.refuse(f"{STORAGE}: the endpoint must look like https://s3.example.org, without _.")
    style = asked.get("style", "path" if endpoint else "auto")
    if style not in STYLES:
        environment.refuse(f"{STORAGE}: the style must be one of {', '.join(STYLES)}.")
    given = {option: environment.values.get(name, "").strip() for option, name in KEYS.items()}
    if bool(given["access_key"]) != bool(given["secret_key"]):
        environment.refuse("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            f"{STORAGE} needs the extra s3: install requirements-hosts.lock, or handschlag[s3]."
        )
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "endpoint_url": endpoint or None,
        "region_name": asked.get("region") or ("us-east-1" if endpoint else None),
        "addressing_style": style,
        **{option: value for option, value in given.items() if value},
    }
    return {"BACKEND": "handschlag.common.files.objects.ObjectStorage", "OPTIONS": options}
