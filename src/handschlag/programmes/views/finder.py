"""The finder: six questions in a form, the answer at an address of its own, and the same on one sheet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors, keep_until
from handschlag.programmes import queries
from handschlag.programmes.forms.finder import FinderForm
from handschlag.programmes.models import Fact
from handschlag.programmes.queries import funding_calls
from handschlag.programmes.queries.programme_panels import summaries
from handschlag.programmes.rules import tables
from handschlag.programmes.rules.tables import Question
from handschlag.programmes.screens import chain
from handschlag.programmes.screens.finder import ProgrammeInfo, result_screen
from handschlag.programmes.screens.fitting_calls import fitting_calls
from handschlag.programmes.screens.funding_calls import turning_point

UNFIT = 422


@cached_for_visitors(parameters=tuple(Question))
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """The questions; answers in the address are filled in."""
    given = {name.value: request.GET[name] for name in Question if name in request.GET}
    return _asked(request, FinderForm(initial=given))


@cached_for_visitors(parameters=tuple(Question))
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The result page of the finder; the questions again where answers are missing."""
    return _answered(request, "programmes/result.html")


@cached_for_visitors(parameters=tuple(Question))
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The same on one page of paper."""
    return _answered(request, "programmes/sheet.html")


def _asked(request: HttpRequest, form: FinderForm, *, status: int = 200) -> HttpResponse:
    return render(request, "programmes/finder.html", {"form": form}, status=status)


def _answered(request: HttpRequest, template: str) -> HttpResponse:
    """The result; the questions again where answers are missing, unknown or contradict each other."""
    form = FinderForm(request.GET)
    if not form.is_valid():
        return _asked(request, form, status=UNFIT)
    answers = {name: form.cleaned_data[name] for name in Question}
    address = settings.BASE_URL + reverse("programmes:finder_result")
    now, calls = timezone.now(), list(funding_calls.public_calls())
    context = {
        "screen": _screen_of(answers, today=timezone.localdate()),
        "address": address,
        "calls": fitting_calls(answers, calls, now=now),
    }
    return keep_until(render(request, template, context), turning_point(calls, now=now))


def _screen_of(answers: dict[Question, str], *, today: date) -> dict[str, Any]:
    programmes = queries.programmes_at((*chain.slugs(), *tables.slugs_beside()))
    ids = [one.pk for one in programmes.values()]
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in queries.facts_about(ids):
        facts[fact.programme_id].append(fact)
    known = ProgrammeInfo(programmes=programmes, facts=facts, told=summaries(ids, today=today))
    return result_screen(answers, known, today=today)
