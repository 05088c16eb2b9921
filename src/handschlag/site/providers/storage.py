"""Where uploads and prints lie: the data folder, or object storage that several hosts share.

HANDSCHLAG_STORAGE=s3://bucket/prefix?endpoint=https://s3.example&region=eu-1&style=path

Keys are those that all programs of S3 know, from the environment or the file of settings: AWS_ACCESS_KEY_ID
and AWS_SECRET_ACCESS_KEY. Without them boto looks where it always looks, as in the profile of the machine.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

from handschlag.site.environment import PREFIX, Environment

NAME: Final = f"{PREFIX}STORAGE"
FOLDER: Final[dict[str, Any]] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
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
WORDS: Final = f"{NAME} must look like s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-1."


def file_storage(environment: Environment) -> dict[str, Any]:
    """An entry of Django's STORAGES; nothing is asked of the storage yet."""
    address = environment.text("STORAGE", default="")
    return environment.built(lambda: _of(address, environment), otherwise=FOLDER) if address else FOLDER


def _of(address: str, environment: Environment) -> dict[str, Any]:
    """The address holds no secret, and is still not repeated: whoever errs may have put one into it."""
    try:
        parts = urlsplit(address)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError as wrong:
        raise ImproperlyConfigured(WORDS) from wrong
    if parts.scheme != "s3" or not parts.hostname or "@" in parts.netloc or ":" in parts.netloc:
        raise ImproperlyConfigured(f"{WORDS} Keys stand in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    for odd in sorted(asked.keys() - {"endpoint", "region", "style"}):
        environment.refuse(f"{NAME} knows endpoint, region and style, not {odd!r}.")
    endpoint = asked.get("endpoint", "")
    if endpoint and not ENDPOINT.fullmatch(endpoint):
        environment.refuse(f"{NAME}: the endpoint must look like https://s3.example.org, without _.")
    style = asked.get("style", "path" if endpoint else "auto")
    if style not in STYLES:
        environment.refuse(f"{NAME}: the style must be one of {', '.join(STYLES)}.")
    given = {option: environment.values.get(name, "").strip() for option, name in KEYS.items()}
    if bool(given["access_key"]) != bool(given["secret_key"]):
        environment.refuse("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            f"{NAME} needs the extra s3: install requirements-hosts.lock, or handschlag[s3]."
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
