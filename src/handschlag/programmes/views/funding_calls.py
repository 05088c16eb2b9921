"""Funding calls for everybody: the list, one call, files and the feed."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.page_cache import cached_for_visitors, keep_until
from handschlag.common.table_files.downloads import dated_name, download, table_download
from handschlag.common.web.parameters import page_number
from handschlag.programmes import queries
from handschlag.programmes.forms.funding_calls import CallsFilter
from handschlag.programmes.models import FundingCall
from handschlag.programmes.queries import funding_calls as calls
from handschlag.programmes.queries.call_fields import field_words
from handschlag.programmes.screens.call_feed import calls_feed
from handschlag.programmes.screens.funding_calls import call_records, call_screen, calls_list, turning_point

UNFIT = 422
FILTERS = ("status", "programme", "field", "who")


@cached_for_visitors(parameters=(*FILTERS, "page"))
@require_safe
def funding_calls(request: HttpRequest) -> HttpResponse:
    """The list, what closes next first; it is kept no longer than until the next deadline."""
    now, every = timezone.now(), list(calls.public_calls())
    form = _filter(request)
    wanted = form.wanted()
    found = calls.found_calls(every, wanted, now=now) if wanted else []
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "screen": calls_list(found, page=page_number(request), now=now),
        "query": query.urlencode(),
        "is_narrowed": bool(wanted and any((wanted.status, wanted.programme, wanted.field, wanted.who))),
    }
    response = render(
        request, "programmes/calls/list.html", context, status=200 if wanted is not None else UNFIT
    )
    return keep_until(response, turning_point(every, now=now))


@cached_for_visitors
@require_safe
def funding_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one call; 404 for drafts and what was withdrawn."""
    now, found = timezone.now(), calls.public_call(slug)
    if found is None:
        raise Http404
    screen = call_screen(found, field_words(), now=now)
    context = {"screen": screen, "call": found, "address": address_of(found)}
    response = render(request, "programmes/calls/call.html", context)
    return keep_until(response, turning_point([found], now=now))


@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The same choice as a file."""
    if ending not in {"csv", "xlsx", "json"}:
        raise Http404
    wanted = _filter(request).wanted()
    if wanted is None:
        return funding_calls(request)
    now = timezone.now()
    found = calls.found_calls(list(calls.public_calls()), wanted, now=now)
    records, name = (
        call_records(found, now=now, address_of=address_of),
        dated_name("handschlag", "calls", ending),
    )
    if ending == "json":
        return download(json.dumps({"entries": records}, ensure_ascii=False), name)
    heads = list(call_records([FundingCall(slug="")], now=now, address_of=lambda _call: "")[0])
    lines: list[list[Any]] = [heads, *([*record.values()] for record in records)]
    return table_download(lines, name)


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def feed(_request: HttpRequest) -> HttpResponse:
    """New and changed calls as an Atom feed; it names deadlines, never a status that would grow old."""
    found = calls.public_calls().order_by("-changed_at", "-pk")[:50]
    return HttpResponse(calls_feed(found), content_type="application/atom+xml; charset=utf-8")


def address_of(call: FundingCall) -> str:
    """The full address of its page."""
    return settings.BASE_URL + reverse("programmes:funding_call", args=[call.slug])


def _filter(request: HttpRequest) -> CallsFilter:
    names = {one.slug: one.short for one in queries.all_programmes()}
    return CallsFilter(request.GET, programmes=names, fields=field_words())
