"""Categories and pairs of participants that are kept apart."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.access import FOLDER, GET_OR_POST, event_for_team, no_matching_yet, require_team
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.categories import CategoryPair, apart_of, held_between, ordered_categories
from handschlag.matching.event_rules import addresses_of
from handschlag.matching.joining import changed_profiles
from handschlag.matching.models import (
    CategoriesApart,
    ForbiddenPair,
    Participant,
    Request,
    RequestState,
    Service,
)
from handschlag.matching.recommendation_lists import want_lists
from handschlag.matching.refusals import PreparingRefusal, refusal_message
from handschlag.registration.models import Category
from handschlag.registration.places import categories_of


@transaction.atomic
def keep_apart(*, service_id: int, pairs: Collection[CategoryPair], by: Subject, now: datetime) -> None:
    """These pairs of categories and no others; refused where that would break agreed meetings."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    known = set(Category.objects.filter(event=service.event_id).values_list("pk", flat=True))
    wanted = {ordered_categories(*pair) for pair in pairs if known.issuperset(pair)}
    before = apart_of(service.pk)
    if wanted == before:
        return
    broken = held_between(service, wanted - before)
    if broken:
        raise Refusal(PreparingRefusal.BREAKS_PROMISES, number=broken)
    for first, second in before - wanted:
        CategoriesApart.objects.filter(first=first, second=second).delete()
    CategoriesApart.objects.bulk_create(
        CategoriesApart(service=service, first_id=first, second_id=second)
        for first, second in sorted(wanted - before)
    )
    changed_profiles(service)
    want_lists(service=service, now=now)
    changes = {"pairs": [len(before), len(wanted)]}
    audit.record(verb="matching.categories_apart", target=service, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def forbid_pair(
    *, service_id: int, one_id: int, other_id: int, reason: str, by: Subject, now: datetime
) -> ForbiddenPair:
    """They are recommended to each other no longer, and no yes between them is guaranteed."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if one_id == other_id:
        raise Refusal(PreparingRefusal.SAME_PERSON)
    first, second = sorted((one_id, other_id))
    if Participant.objects.filter(service=service, pk__in=(first, second)).count() != 2:
        raise Refusal(PreparingRefusal.UNKNOWN_PERSON)
    accepted = Request.objects.filter(service=service, state=RequestState.ACCEPTED)
    if accepted.filter(parties__participant=first).filter(parties__participant=second).exists():
        raise Refusal(PreparingRefusal.BREAKS_PROMISES, number=1)
    values = {"reason": reason, "by_id": by.user_id, "at": now}
    row, is_new = ForbiddenPair.objects.get_or_create(
        service=service, first_id=first, second_id=second, defaults=values
    )
    if not is_new:
        raise Refusal(PreparingRefusal.IS_FORBIDDEN_ALREADY)
    changed_profiles(service)
    audit.record(verb="matching.forbidden", target=row, by_id=by.user_id, now=now)
    return row


@transaction.atomic
def forbid_by_address(
    *, service_id: int, one: str, other: str, reason: str, by: Subject, now: datetime
) -> ForbiddenPair:
    """The same, by the e-mail addresses of the two."""
    rows = Participant.objects.filter(service_id=service_id, left_at=None)
    found = dict(rows.filter(registration__email__in=[one, other]).values_list("registration__email", "pk"))
    if one not in found or other not in found:
        require_team(by, lock_service(service_id).event_id)
        raise Refusal(PreparingRefusal.UNKNOWN_PERSON)
    return forbid_pair(
        service_id=service_id, one_id=found[one], other_id=found[other], reason=reason, by=by, now=now
    )


@transaction.atomic
def allow_pair(*, service_id: int, pk: int, by: Subject, now: datetime) -> None:
    """They may meet again."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = ForbiddenPair.objects.filter(service=service, pk=pk).first()
    if row is None:
        raise Refusal(PreparingRefusal.GONE)
    audit.record(verb="matching.allowed", target=row, by_id=by.user_id, now=now)
    row.delete()
    changed_profiles(service)


@transaction.atomic
def show_pairs(*, service_id: int, by: Subject, now: datetime) -> tuple[ForbiddenPair, ...]:
    """The pairs with their names; that somebody has looked at them is written down."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    audit.record(verb="matching.looked_at_forbidden", target=service, by_id=by.user_id, now=now)
    rows = ForbiddenPair.objects.filter(service=service).order_by("pk")
    return tuple(rows.select_related("first__registration", "second__registration"))


def categories_screen(event: Event, service: Service) -> dict[str, Any]:
    """Each pair once, in the row of the category that comes first."""
    categories = categories_of(event.pk)
    apart = apart_of(service.pk)
    return {
        "categories": categories,
        "number": len(apart),
        "rows": [
            (one, [None] * row + [_cell(one, other, apart) for other in categories[row:]])
            for row, one in enumerate(categories)
        ],
    }


def _cell(one: Category, other: Category, apart: frozenset[CategoryPair]) -> tuple[Category, str, bool]:
    """The other category, the value of the box, and whether it is ticked."""
    return other, f"{one.pk}-{other.pk}", ordered_categories(one.pk, other.pk) in apart


@never_cache
@require_http_methods(GET_OR_POST)
def categories_page(request: HttpRequest, slug: str) -> Any:
    """A table of all pairs; what is ticked stays apart."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    if request.method == "POST":
        try:
            keep_apart(service_id=service.pk, pairs=_pairs_in(request.POST), by=by, now=timezone.now())
        except Refusal as no:
            messages.error(request, refusal_message(no))
        else:
            messages.success(request, _("Saved."))
        return redirect("matching:category_rules", slug=slug)
    context = console_context(event, by, current="matching:set_up", screen=categories_screen(event, service))
    return render(request, "matching/preparing/categories.html", context)


def _pairs_in(given: QueryDict) -> list[CategoryPair]:
    """`pair=3-7`; what makes no sense is left out."""
    parts = (text.split("-") for text in given.getlist("pair"))
    return [
        (int(pair[0]), int(pair[1]))
        for pair in parts
        if len(pair) == 2 and all(part.isdecimal() and len(part) < 16 for part in pair)
    ]


def count_forbidden(service: Service) -> int:
    """Pairs that are kept apart."""
    return ForbiddenPair.objects.filter(service=service).count()


@never_cache
@require_safe
def forbidden_pairs_page(request: HttpRequest, slug: str) -> Any:
    """How many pairs; no names before somebody asks for them."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    number = count_forbidden(service)
    context = console_context(event, by, current="matching:set_up", number=number, is_shown=False)
    return render(request, f"{FOLDER}/forbidden.html", context)


@never_cache
@require_POST
def show_forbidden_pairs(request: HttpRequest, slug: str) -> Any:
    """The names, which is written down; and changes of them."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    now = timezone.now()
    try:
        if (gone := request.POST.get("remove", "")).isdecimal():
            allow_pair(service_id=service.pk, pk=int(gone[:15]), by=by, now=now)
            messages.success(request, _("This pair is no longer blocked."))
        elif request.POST.get("one"):
            one, other = (request.POST.get(name, "").strip() for name in ("one", "other"))
            forbid_by_address(
                service_id=service.pk,
                one=one,
                other=other,
                reason=request.POST.get("reason", "")[:200],
                by=by,
                now=now,
            )
            messages.success(request, _("This pair is now blocked."))
    except Refusal as no:
        messages.error(request, refusal_message(no))
    pairs = show_pairs(service_id=service.pk, by=by, now=now)
    context = console_context(
        event,
        by,
        current="matching:set_up",
        number=len(pairs),
        is_shown=True,
        pairs=pairs,
        people=addresses_of(service),
    )
    return render(request, f"{FOLDER}/forbidden.html", context)
