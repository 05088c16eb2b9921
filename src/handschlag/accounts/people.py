"""Accounts of others: looked for, blocked, exported, erased; each asked again who asks, and written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode as http_urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handschlag.accounts import emails, roles
from handschlag.accounts.access import confirmation_required
from handschlag.accounts.account import (
    GET_OR_POST,
    AccountSearchForm,
    EraseOtherForm,
    PersonSearchForm,
    passkeys,
)
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.emails import Notice
from handschlag.accounts.labels import refusal_message, role_name
from handschlag.accounts.models import Code, RoleGrant, Session, User, subject_of
from handschlag.accounts.own_data import erase as own_data_erase
from handschlag.accounts.own_data import hand_out_about, warnings_for
from handschlag.accounts.policy import GRANTABLE, Action, Role, Subject, require
from handschlag.accounts.roles import lock_administrators
from handschlag.accounts.sign_in import AccountFault
from handschlag.common import audit
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Pages

MOST = 20


def find_people(text: str) -> Sequence[User]:
    """Those whose address holds these letters, the best known first; a constant number of queries."""
    wanted = normalised_address(text)
    return _people(
        User.objects.filter(email__contains=wanted).order_by("email").values_list("pk", flat=True)[:MOST]
    )


def people_with_roles() -> Sequence[User]:
    """Everybody who was given more than the role of a network manager."""
    chosen = RoleGrant.objects.exclude(role=Role.NETWORK_MANAGER).values_list("user_id", flat=True)
    return _people(chosen.order_by("user__email").distinct())


def _people(ids: Iterable[int]) -> Sequence[User]:
    found = (
        User.objects.filter(pk__in=list(ids))
        .order_by("email")
        .prefetch_related(Prefetch("grants", RoleGrant.objects.only("role", "user_id")))
    )
    return list(found)


ON_A_PAGE = 50


def accounts_page(text: str, *, page: str) -> Page[User]:
    """Accounts whose address or name holds these letters, by address."""
    found = User.objects.order_by("email").prefetch_related(
        Prefetch("grants", RoleGrant.objects.only("role", "user_id"))
    )
    if text:
        found = found.filter(Q(email__contains=normalised_address(text)) | Q(name__icontains=text.strip()))
    return Paginator(found, ON_A_PAGE).get_page(page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AccountCounts:
    """How much of an account there is: what goes when it is blocked or erased."""

    sessions: int
    passkeys: int
    letters: int
    elsewhere: int


def counts_of(user: User, *, now: datetime) -> _AccountCounts:
    """In numbers; `elsewhere` are the entries that other parts of the platform keep about the person."""
    known = hand_out_about(user.pk, now=now)
    floors = [value for name, value in known.items() if name not in {"made_at", "accounts"}]
    return _AccountCounts(
        sessions=Session.objects.filter(user=user, expire_date__gt=now).count(),
        passkeys=passkeys(user.pk).count(),
        letters=len(known["accounts"]["letters_to_you"]),
        elsewhere=sum(_entries_in(value) for value in floors),
    )


def _entries_in(floor: Mapping[str, Any]) -> int:
    return sum(len(value) for value in floor.values() if isinstance(value, list | tuple))


@transaction.atomic
def block_account(*, user_id: int, by: Subject | None, now: datetime) -> User:
    """Nobody signs in with the account, and nobody is signed in any more. The person is told."""
    user = _account(user_id, by)
    if lock_administrators() == {user.pk}:
        raise Refusal(AccountFault.ONLY_ADMINISTRATOR)
    _set_active(user, is_active=False)
    ended, _rows = Session.objects.filter(user=user).delete()
    Code.objects.filter(email=user.email, used_at__isnull=True).delete()
    changes = {"sessions": [ended, 0]}
    audit.record(verb="account.block", target=user, by_id=_who(by), now=now, changes=changes)
    emails.send_notice(Notice.BLOCKED, user, now=now)
    return user


@transaction.atomic
def unblock_account(*, user_id: int, by: Subject | None, now: datetime) -> User:
    """The person signs in again, and is told so."""
    user = _account(user_id, by)
    _set_active(user, is_active=True)
    audit.record(verb="account.unblock", target=user, by_id=_who(by), now=now)
    emails.send_notice(Notice.UNBLOCKED, user, now=now)
    return user


@transaction.atomic
def export_account(*, user_id: int, by: Subject | None, now: datetime) -> Mapping[str, Any]:
    """What is kept about the person, without what only they may read. The person is told."""
    user = _account(user_id, by)
    found = hand_out_about(user.pk, now=now)
    audit.record(verb="account.export", target=user, by_id=_who(by), now=now)
    emails.send_notice(Notice.EXPORTED, user, now=now)
    return found


@transaction.atomic
def erase_account_of(*, user_id: int, by: Subject | None, now: datetime) -> None:
    """The account is gone with what is kept about its person, who is told in a last letter."""
    user = _account(user_id, by)
    number, address, language = user.pk, user.email, user.language
    audit.record(verb="account.erase_other", target=user, by_id=_who(by), now=now)
    try:
        own_data_erase(user, now=now)
    except Refusal as last:
        raise Refusal(AccountFault.ONLY_ADMINISTRATOR) from last
    letter = emails.send_notice(Notice.ERASED, User(pk=number, email=address, language=language), now=now)
    # The letter is the last thing that names the person: it keeps neither address nor words.
    Mail.objects.filter(pk=letter.pk).update(is_erased_when_sent=True)


def _account(user_id: int, by: Subject | None) -> User:
    if by is not None:
        require(by, Action.HANDLE_ACCOUNT)
        if by.user_id == user_id:
            raise Refusal(AccountFault.OWN_ACCOUNT)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Refusal(AccountFault.UNKNOWN)
    return user


def _set_active(user: User, *, is_active: bool) -> None:
    if User.objects.filter(pk=user.pk, is_active=not is_active).update(is_active=is_active) != 1:
        raise Refusal(AccountFault.NOT_IN_THIS_STATE)
    user.is_active = is_active


def _who(by: Subject | None) -> int | None:
    return by.user_id if by is not None else None


def accounts_screen(*, text: str, page: str) -> dict[str, Any]:
    """The accounts that `text` finds, all where it is empty; a wrong page is the nearest one."""
    found = accounts_page(text, page=page)
    query = urlencode({"q": text}) if text else ""
    return {
        "accounts": found.object_list,
        "total": found.paginator.count,
        "pages": Pages(number=found.number, count=found.paginator.num_pages, query=query),
    }


def account_screen(user: User, *, now: datetime) -> dict[str, Any]:
    """One account in numbers; the warnings say what others lose when it goes."""
    return {"account": user, "counts": counts_of(user, now=now), "warnings": warnings_for(user.pk)}


def _administrator(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.HANDLE_ACCOUNT)
    return by


def _shown(request: HttpRequest, template: str, user_id: int, by: Subject, **more: object) -> HttpResponse:
    user = get_object_or_404(User, pk=user_id)
    is_own = user.pk == by.user_id
    context = {**account_screen(user, now=timezone.now()), "is_own": is_own, **more}
    return render(request, template, context)


@never_cache
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts, or those that are looked for."""
    _administrator(request)
    form = AccountSearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    screen = accounts_screen(text=text, page=request.GET.get("page", ""))
    return render(request, "accounts/people.html", {"form": form, **screen})


@never_cache
@require_GET
def account_page(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account, and what can be done with it."""
    return _shown(request, "accounts/person.html", user_id, _administrator(request))


@confirmation_required
@require_http_methods(GET_OR_POST)
def block(request: HttpRequest, user_id: int) -> HttpResponse:
    """What blocking means; then it is blocked."""
    by = _administrator(request)
    if request.method != "POST":
        return _shown(request, "accounts/person_block.html", user_id, by)
    try:
        block_account(user_id=user_id, by=by, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
    else:
        messages.success(request, _("The account has been blocked. The person is notified by email."))
    return redirect("accounts:person", user_id)


@confirmation_required
@require_POST
def unblock(request: HttpRequest, user_id: int) -> HttpResponse:
    """The account signs in again."""
    by = _administrator(request)
    try:
        unblock_account(user_id=user_id, by=by, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
    else:
        messages.success(request, _("The account has been unblocked. The person is notified by email."))
    return redirect("accounts:person", user_id)


@confirmation_required
@require_POST
def export(request: HttpRequest, user_id: int) -> HttpResponse:
    """What is kept about the person, as a file to hand over."""
    by, now = _administrator(request), timezone.now()
    try:
        found = export_account(user_id=user_id, by=by, now=now)
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
        return redirect("accounts:person", user_id)
    answer = JsonResponse(dict(found), json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"handschlag-{user_id}-{timezone.localdate(now)}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@confirmation_required
@require_http_methods(GET_OR_POST)
def erase(request: HttpRequest, user_id: int) -> HttpResponse:
    """What goes, in numbers; then it goes."""
    by = _administrator(request)
    form = EraseOtherForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erase_account_of(user_id=user_id, by=by, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal_message(refusal))
        else:
            messages.success(
                request, _("The account has been deleted. The person is notified by email for the last time.")
            )
            return redirect("accounts:people")
    return _shown(request, "accounts/person_erase.html", user_id, by, form=form)


@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Who has which role; whoever is to have one is looked up by address."""
    require(subject_of(request.user), Action.GRANT_ROLE)
    form = PersonSearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "found": find_people(text) if text else None,
        "most": MOST,
        "holders": people_with_roles(),
        "grantable": GRANTABLE,
    }
    return render(request, "accounts/grants.html", context)


@never_cache
@require_POST
def change(request: HttpRequest, user_id: int) -> HttpResponse:
    """One role is given or taken."""
    subject, verb = subject_of(request.user), request.POST.get("verb")
    require(subject, Action.GRANT_ROLE)
    if request.POST.get("role") not in set(Role) or verb not in {"give", "take"}:
        raise Http404
    role, act = Role(request.POST["role"]), roles.give_role if verb == "give" else roles.revoke_role
    try:
        act(user_id=user_id, role=role, by=subject, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
    else:
        words = _("%(role)s: given.") if verb == "give" else _("%(role)s: taken away.")
        messages.success(request, words % {"role": role_name(role)})
    query = f"?{http_urlencode({'q': request.POST['q']})}" if request.POST.get("q") else ""
    return redirect(reverse("accounts:grants") + query)
