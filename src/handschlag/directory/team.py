"""Who looks after a network: colleagues are invited by a link in an email, and taken off again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts import links as accounts
from handschlag.accounts import roles
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.links import sealed_token
from handschlag.accounts.models import PersonalLink, User, addressee, subject_of
from handschlag.accounts.policy import Action, Role, Subject, require
from handschlag.common import audit
from handschlag.common.mail import ConcernedPerson
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_date
from handschlag.common.web import refusal_message
from handschlag.design.navigation import address_of
from handschlag.directory.access import own_network
from handschlag.directory.editing import dashboard as page
from handschlag.directory.emails import Letter, address, post, reader
from handschlag.directory.entries import (
    ClaimRefusal,
    EditRefusal,
    TeamRefusal,
    is_looked_after,
    managers_of,
    manages,
)
from handschlag.directory.models import Invitation, ManagedNetwork, Network


def waiting_invitations(network_id: int, now: datetime) -> QuerySet[Invitation]:
    """Those that can still be accepted: not accepted, not revoked and not expired; the longest first."""
    rows = Invitation.objects.filter(network_id=network_id, expires_at__gt=now)
    return rows.filter(accepted_at__isnull=True, revoked_at__isnull=True).order_by("invited_at")


def invitation_of(link: PersonalLink) -> Invitation | None:
    """The invitation that this link is for, with its network and who wrote it."""
    return Invitation.objects.select_related("network", "invited_by").filter(link=link).first()


INVITED: Final = "network_invitation"


def tell_invited(
    *,
    to: str,
    language: str,
    network: Network,
    invitation_id: int,
    inviter: User | None,
    token: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """The only place where the link stands."""

    def write() -> Letter:
        who = (inviter.name if inviter else "") or _("A colleague")
        return Letter(
            subject=_("Manage “%(network)s” together") % {"network": network.name},
            paragraphs=(
                _("%(who)s invites you to help manage the page of “%(network)s” on Handschlag.")
                % {"who": who, "network": network.name},
                _(
                    "You can edit the page, its members and its news. An account is free. If you "
                    "do not have one yet, we create it with this address."
                ),
                _("The link works once, until %(day)s.") % {"day": format_date(expires_at)},
            ),
            url=address("directory:invitation", token),
            link=_("See the invitation"),
            end=_("If you do not know what this is about, you do not need to do anything."),
        )

    post(
        to=to,
        language=language,
        now=now,
        write=write,
        expires_at=expires_at,
        recipient=ConcernedPerson(kind=INVITED, id=invitation_id),
        named=[addressee(inviter)] if inviter else [],
    )


def tell_claimed(
    *,
    to: str,
    language: str,
    network: Network,
    invitation_id: int,
    token: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """To an address at the network's own domain; the only place where the link stands."""

    def write() -> Letter:
        return Letter(
            subject=_("Take over the page of “%(network)s”") % {"network": network.name},
            paragraphs=(
                _("Someone would like to manage the page of “%(network)s” with this address.")
                % {"network": network.name},
                _(
                    "You can then edit the page, its members and its news. What comes from public sources "
                    "keeps its source until you change it. An account is free."
                ),
                _("The link works once, until %(day)s.") % {"day": format_date(expires_at)},
            ),
            url=address("directory:invitation", token),
            link=_("Take over the page"),
            end=_("If you do not know what this is about, you do not need to do anything."),
        )

    post(
        to=to,
        language=language,
        now=now,
        write=write,
        expires_at=expires_at,
        recipient=ConcernedPerson(kind=INVITED, id=invitation_id),
    )


def tell_joined(*, to_id: int | None, colleague: User, network: Network, now: datetime) -> None:
    """To whoever invited."""
    user = reader(to_id)
    if user is None:
        return

    def write() -> Letter:
        who = colleague.name or colleague.email
        return Letter(
            subject=_("%(who)s now also manages “%(network)s”") % {"who": who, "network": network.name},
            paragraphs=(_("%(who)s has accepted your invitation.") % {"who": who},),
            url=address("directory:manage_team", network.slug),
            link=_("Team of the network"),
        )

    post(
        to=user.email,
        language=user.language,
        now=now,
        write=write,
        recipient=addressee(user),
        named=[addressee(colleague)],
    )


def tell_removed(*, user: User, network: Network, now: datetime) -> None:
    """To somebody who looks after the network no longer."""

    def write() -> Letter:
        return Letter(
            subject=_("You no longer manage “%(network)s”") % {"network": network.name},
            paragraphs=(
                _("You can no longer edit the page of “%(network)s”. Your account stays as it is.")
                % {"network": network.name},
                _("If that is a mistake, ask a colleague for a new invitation."),
            ),
            url=address("directory:manage"),
            link=_("Your networks"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


PURPOSE = "network_invitation"
LASTS = timedelta(days=14)
MOST_WAITING = 20


def _owned(network_id: int, by: Subject) -> Network:
    """The network, locked: of two who change its team at once, the second sees what the first did."""
    network = Network.objects.select_for_update().filter(pk=network_id).first()
    if network is None:
        raise Refusal(EditRefusal.GONE)
    require(by, Action.INVITE_COLLEAGUE, owns=manages(by, network.pk))
    return network


@transaction.atomic
def invite(*, network_id: int, email: str, language: str, by: Subject, now: datetime) -> Invitation:
    """A letter with a link is on its way; whoever uses it looks after the network too."""
    network, address = _owned(network_id, by), normalised_address(email)
    if ManagedNetwork.objects.filter(network=network, user__email=address).exists():
        raise Refusal(TeamRefusal.ALREADY_MANAGES)
    waiting = waiting_invitations(network.pk, now)
    if waiting.filter(email=address).exists():
        raise Refusal(TeamRefusal.ALREADY_INVITED)
    if waiting.count() >= MOST_WAITING:
        raise Refusal(TeamRefusal.TOO_MANY)
    invitation = Invitation.objects.create(
        network=network, email=address, invited_by_id=by.user_id, invited_at=now, expires_at=now + LASTS
    )
    invitation.link = accounts.issue_link(
        purpose=PURPOSE,
        content={"invitation": invitation.pk},
        lasts=LASTS,
        by_id=by.user_id,
        now=now,
        email=address,
    )
    invitation.save(update_fields=["link"])
    audit.record(verb="invited", target=invitation, by_id=by.user_id, now=now)
    inviter = User.objects.filter(pk=by.user_id or 0).first()
    tell_invited(
        to=address,
        language=language,
        network=network,
        invitation_id=invitation.pk,
        inviter=inviter,
        token=sealed_token(invitation.link),
        expires_at=invitation.expires_at,
        now=now,
    )
    return invitation


@transaction.atomic
def revoke(*, invitation_id: int, by: Subject, now: datetime) -> None:
    """The link in that letter opens nothing any more."""
    invitation = Invitation.objects.select_related("link").filter(pk=invitation_id).first()
    if invitation is None:
        raise Refusal(EditRefusal.GONE)
    _owned(invitation.network_id, by)
    rows = Invitation.objects.filter(pk=invitation_id, accepted_at__isnull=True, revoked_at__isnull=True)
    if not rows.update(revoked_at=now):
        raise Refusal(TeamRefusal.NOT_WAITING)
    if invitation.link_id is not None:
        accounts.withdraw_link(link_id=invitation.link_id, by_id=by.user_id, now=now)
    audit.record(verb="revoked", target=invitation, by_id=by.user_id, now=now)


@transaction.atomic
def accept(*, token: str, by: Subject, email: str, now: datetime) -> Network:
    """Whoever the letter was sent to looks after the network from now on; claims only the first."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    link = accounts.redeem_link(token=token, purpose=PURPOSE, by_id=by.user_id, now=now, email=email)
    invitation = Invitation.objects.select_related("network").get(pk=link.content["invitation"])
    Network.objects.select_for_update().get(pk=invitation.network_id)
    if link.content.get("is_claim") and is_looked_after(invitation.network):
        raise Refusal(ClaimRefusal.CLAIMED)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
    user = User.objects.get(pk=by.user_id or 0)
    ManagedNetwork.objects.get_or_create(user=user, network=invitation.network, defaults={"since": now})
    roles.grant_role(user_id=user.pk, role=Role.NETWORK_MANAGER, by_id=invitation.invited_by_id, now=now)
    audit.record(verb="joined_team", target=invitation.network, by_id=by.user_id, now=now)
    tell_joined(to_id=invitation.invited_by_id, colleague=user, network=invitation.network, now=now)
    return invitation.network


@transaction.atomic
def remove(*, network_id: int, user_id: int, by: Subject, now: datetime, is_warned: bool = False) -> None:
    """Somebody looks after the network no longer; the last one only after a warning was read."""
    network = _owned(network_id, by)
    rows = ManagedNetwork.objects.filter(network=network)
    row = rows.filter(user_id=user_id).select_related("user").first()
    if row is None:
        raise Refusal(TeamRefusal.NOT_A_MANAGER)
    if rows.count() == 1 and not is_warned:
        raise Refusal(TeamRefusal.LAST_MANAGER)
    row.delete()
    audit.record(
        verb="left_team", target=network, by_id=by.user_id, now=now, changes={"user": [user_id, None]}
    )
    if user_id != by.user_id:
        tell_removed(user=row.user, network=network, now=now)


LANGUAGES = (("de", gettext_lazy("German")), ("en", gettext_lazy("English")))


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("Email address"), max_length=254)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the email"), choices=LANGUAGES, widget=forms.RadioSelect, initial="de"
    )


def team_context(by: Subject, network: Network, form: forms.Form, *, now: datetime) -> dict[str, Any]:
    """The colleagues, longest first, and the invitations that can still be accepted at `now`."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_team"),
        "tabs": page.tabs(network, "manage_team"),
        "colleagues": managers_of(network),
        "own_id": by.user_id,
        "invited": waiting_invitations(network.pk, now),
        "form": form,
    }


def remove_colleague_context(by: Subject, network: Network, row: ManagedNetwork) -> dict[str, Any]:
    """Before somebody is taken off: what it means, above all for the last one."""
    return {
        "network": network,
        "crumbs": page.crumbs_of_part(network, "manage_team", _("Remove")),
        "user": row.user,
        "is_you": row.user_id == by.user_id,
        "is_last": len(managers_of(network)) == 1,
    }


def invitation_context(link: PersonalLink, *, email: str, sign_in_url: str) -> dict[str, Any] | None:
    """What somebody sees who follows the link in the letter."""
    row = invitation_of(link)
    if row is None:
        return None
    return {"invitation": row, "own_email": email, "sign_in_url": sign_in_url}


UNFIT = 422


def _back_to_team(network: Network) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory:manage_team", args=[network.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def manage_team_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of colleagues, and the form by which one more is invited by email."""
    network, by = own_network(request, slug)
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, initial={"language": (get_language() or "de")[:2]})
    if data is not None and form.is_valid():
        email, language = form.cleaned_data["email"], form.cleaned_data["language"]
        try:
            invite(network_id=network.pk, email=email, language=language, by=by, now=now)
        except Refusal as no:
            form.add_error("email", refusal_message(no.reason))
        else:
            messages.success(request, _("The invitation to %(email)s has been sent.") % {"email": email})
            return _back_to_team(network)
    screen = team_context(by, network, form, now=now)
    status = UNFIT if data is not None else 200
    return render(request, "directory/editing/team.html", {"screen": screen}, status=status)


@require_POST
def revoke_invitation_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ends an invitation, so its link no longer works, then leads to the team; others' are a 404."""
    network, by = own_network(request, slug)
    if not Invitation.objects.filter(network=network, pk=pk).exists():
        raise Http404
    try:
        revoke(invitation_id=pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Invitation withdrawn. The link in the email no longer works."))
    return _back_to_team(network)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_colleague_page(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Asks, then removes a colleague; whoever removes themselves is led to the networks left to them."""
    network, by = own_network(request, slug)
    row = ManagedNetwork.objects.filter(network=network, user_id=user_id).select_related("user").first()
    if row is None:
        raise Http404
    if request.method != "POST":
        screen = remove_colleague_context(by, network, row)
        return render(request, "directory/editing/remove_colleague.html", {"screen": screen})
    is_warned = request.POST.get("warned") == "1"
    try:
        remove(network_id=network.pk, user_id=user_id, by=by, now=timezone.now(), is_warned=is_warned)
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("Removed."))
    if user_id == by.user_id:
        return HttpResponseRedirect(reverse("directory:manage"))
    return _back_to_team(network)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    """A look at the invitation changes nothing: programs that read letters follow every link in them."""
    email = request.user.email if isinstance(request.user, User) else ""
    if request.method == "POST":
        by = subject_of(request.user)
        try:
            network = accept(token=token, by=by, email=email, now=timezone.now())
        except Refusal as no:
            if no.reason is not ClaimRefusal.CLAIMED:
                raise
            messages.warning(request, refusal_message(no.reason))
            return HttpResponseRedirect(reverse("directory:networks"))
        messages.success(request, _("Welcome. You now manage “%(name)s”.") % {"name": network.name})
        return HttpResponseRedirect(reverse("directory:manage_network", args=[network.slug]))
    link = accounts.look_at_link(token=token, purpose=PURPOSE, now=timezone.now())
    sign_in = f"{address_of('account_login')}?{urlencode({'next': request.path})}"
    screen = invitation_context(link, email=email, sign_in_url=sign_in)
    if screen is None:
        raise Http404
    response = render(request, "directory/editing/invitation.html", {"screen": screen})
    # Nobody learns the secret address. With "no-referrer" a browser would say "null" for an origin,
    # and the form be refused.
    response["Referrer-Policy"] = "strict-origin"
    return response
