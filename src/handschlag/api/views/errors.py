"""What all answers have in common: one shape of errors, a tag, and nobody else keeps them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.types import DictStrAny

from handschlag.accounts.rules.limits import LimitFault
from handschlag.api.queries.public.pagination import UnknownValue
from handschlag.api.screens.faults import Detail, fault
from handschlag.api.views.parameters import unfit_values, unknown_ids
from handschlag.common.database.absence import is_away
from handschlag.common.refusals import Refusal

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
