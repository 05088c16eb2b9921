"""What all answers have in common: one shape of errors, what a parameter may be, a tag, and no cache."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.types import DictStrAny

from handschlag.accounts.limits import LimitFault
from handschlag.api.shapes import UnknownValue
from handschlag.common.database import is_away
from handschlag.common.refusals import Refusal
from handschlag.common.web import current_request_id

# Each address has a model for each of its answers; it is built when somebody asks there, not at every start.
Schema.model_config["defer_build"] = True

MESSAGES: Final = {
    "bad_request": "The request cannot be understood.",
    "key": "There is no valid key or token in the header Authorization: Bearer.",
    "not_found": "There is nothing here.",
    "gone": "There was something here, and it is public no more.",
    "method": "This address is only read: GET.",
    "too_long": "The question is too long: at most 4000 characters after the question mark.",
    "values": "Some values do not fit.",
    "too_often": "Too many requests. Try again later.",
    "away": "What this needs, files or the database, is not at hand at the moment. Try again in a minute.",
    "our_fault": "That was our fault. The reference leads to the log.",
}


class Detail(Schema):
    """The rule that one value breaks, and what is allowed there; both in the terms of JSON Schema.

    Two rules are ours: `parameter` (the address has none of this name) and `exists` (no entry has this id).
    """

    place: str
    rule: str
    allowed: dict[str, Any]


class Fault(Schema):
    """What is wrong. `reason` stays the same in all versions; `message` is for people."""

    reason: str
    message: str
    reference: str
    places: Sequence[str] = ()
    details: Sequence[Detail] = ()


class Failure(Schema):
    """The one shape of all errors."""

    error: Fault


def fault(reason: str, details: Sequence[Detail] = ()) -> str:
    """The answer as JSON."""
    said = Fault(
        reason=reason,
        message=MESSAGES[reason],
        reference=current_request_id(),
        places=[one.place for one in details],
        details=details,
    )
    return Failure(error=said).model_dump_json()


PREFIX: Final = "/api/v1/"
REF: Final = "#/components/schemas/"
INSIDE: Final = ("asked", "part")  # how our views group parameters is nobody's business
WORDS_FOR_PEOPLE: Final = frozenset({"title", "description", "default"})
# How JSON Schema calls the rule that pydantic found broken.
RULES: Final = {
    "enum": "enum",
    "greater_than_equal": "minimum",
    "less_than_equal": "maximum",
    "string_pattern_mismatch": "pattern",
    "string_too_long": "maxLength",
    "too_long": "maxItems",
    "missing": "required",
    "date_parsing": "format",
    "date_from_datetime_parsing": "format",
    "date_from_datetime_inexact": "format",
    "uuid_parsing": "format",
}


def parameters_at(api: NinjaAPI, route: str) -> dict[str, Any]:
    """The schema of each parameter of an address, by name; none outside of the description."""
    document = api.get_openapi_schema(path_prefix=PREFIX)
    path = PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    asked = document["paths"].get(path, {}).get("get", {}).get("parameters", ())
    shapes = document["components"]["schemas"]
    return {one["name"]: {"in": one["in"], **_plain(one["schema"], shapes)} for one in asked}


def _plain(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> dict[str, Any]:
    """The schema itself: what it refers to stands in its place, and null is what is left out."""
    if "$ref" in schema:
        return _plain(shapes[schema["$ref"].removeprefix(REF)], shapes)
    if "anyOf" in schema:
        (only,) = (one for one in schema["anyOf"] if one != {"type": "null"})
        return _plain(only, shapes)
    found = {name: value for name, value in schema.items() if name not in WORDS_FOR_PEOPLE}
    return {**found, "items": _plain(found["items"], shapes)} if "items" in found else found


def unfit_values(api: NinjaAPI, request: HttpRequest, no: ValidationError) -> list[Detail]:
    """Each wrong value with its rule; `kind.0` is the first value of `kind`."""
    match = request.resolver_match
    schemas = parameters_at(api, match.route.removeprefix(PREFIX[1:]) if match else "")
    return [_detail_of(one, schemas) for one in no.errors]


def _detail_of(error: Mapping[str, Any], schemas: Mapping[str, Any]) -> Detail:
    name, *place = (str(part) for part in error["loc"][1:] if part not in INSIDE)
    allowed = schemas.get(name, {})
    if place:
        allowed = allowed.get("items", allowed)
    return Detail(
        place=".".join((name, *place)),
        rule=RULES.get(error["type"], "type"),
        allowed={key: value for key, value in allowed.items() if key != "in"},
    )


def unknown_parameters(names: Iterable[str], known: Iterable[str]) -> list[Detail]:
    """Parameters that the address does not have, and those that it has."""
    allowed = {"enum": sorted(known)}
    return [Detail(place=name, rule="parameter", allowed=allowed) for name in names]


def unknown_ids(names: Iterable[str]) -> list[Detail]:
    """Ids in the right form, of which there is none."""
    return [Detail(place=name, rule="exists", allowed={}) for name in names]


log = logging.getLogger(__name__)


class Interface(NinjaAPI):
    """Answers carry a tag, and are kept by nobody but the one who asked. The description is made once."""

    @cache  # noqa: B019 - there is one interface, for as long as the process lives
    def _described(self, path_prefix: str | None) -> OpenAPISchema:
        return super().get_openapi_schema(path_prefix=path_prefix)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: DictStrAny | None = None
    ) -> OpenAPISchema:
        del path_params  # no address of ours has any before the interface begins
        return self._described(path_prefix)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Others generate clients from these ids: they stay, wherever a function lies."""
        module, name = operation.view_func.__module__.rpartition(".")[2], operation.view_func.__name__
        return f"handschlag_api_views_{module}_{name}"

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        response = tagged(request, super().create_response(request, data, **more))
        if isinstance(data, dict) and "rows" in data and data.get("after"):
            response["Link"] = next_link(request, after=data["after"])
        return response


def next_link(request: HttpRequest, *, after: object) -> str:
    """The header that leads to the rows behind `after`, with the same filters (RFC 8288)."""
    asked = request.GET.copy()
    asked["after"] = str(after)
    return f'<{settings.BASE_URL}{request.path}?{asked.urlencode()}>; rel="next"'


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever has this answer already is told so."""
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization, Accept-Language"
    if response.status_code != 200:
        response["Cache-Control"] = "no-store"
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    return found if found is not None else response


def failed(request: HttpRequest, reason: str, status: int, *, details: Sequence[Detail] = ()) -> HttpResponse:
    """An error in the common shape of JSON; `details` are the parts of the question that are wrong."""
    response = HttpResponse(fault(reason, details), content_type="application/json", status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return tagged(request, response)


def add_exception_handlers(api: NinjaAPI) -> None:
    """Every way in which it can go wrong."""
    ways: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        AuthenticationError: lambda request, _no: failed(request, "key", 401),
        Http404: lambda request, _no: failed(request, "not_found", 404),
        HttpError: lambda request, no: failed(request, "bad_request", no.status_code),
        ValidationError: lambda request, no: failed(
            request, "values", 422, details=unfit_values(api, request, no)
        ),
        UnknownValue: lambda request, no: failed(request, "values", 422, details=unknown_ids(no.places)),
        Refusal: refused,
        Exception: _broken,
    }
    for kind, way in ways.items():
        api.add_exception_handler(kind, way)


def refused(request: HttpRequest, no: Refusal) -> HttpResponse:
    """Answers 429 with the seconds to wait; raises every other refusal again."""
    if no.reason is not LimitFault.TOO_OFTEN:
        raise no
    response = failed(request, "too_often", 429)
    again_at = no.details["again_at"]
    response["Retry-After"] = str(max(1, int((again_at - timezone.now()).total_seconds()) + 1))
    return response


def _broken(request: HttpRequest, wrong: Exception) -> HttpResponse:
    if isinstance(wrong, ImproperlyConfigured) or settings.DEBUG or is_away(wrong):
        raise wrong  # to those who answer so for all pages
    log.error("the interface failed", exc_info=wrong)
    return failed(request, "our_fault", 500)
