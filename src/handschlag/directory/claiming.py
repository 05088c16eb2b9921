"""A network is taken over, or one of its facts corrected, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.core.validators import EmailValidator, URLValidator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts import limits, sessions
from handschlag.accounts import links as accounts
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.limits import Limit, LimitFault
from handschlag.accounts.links import sealed_token
from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_time
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.design.fields import OneLine, TidyText
from handschlag.directory import team
from handschlag.directory.contents import PROVENANCE, Kind, Provenance, source_names, to_json
from handschlag.directory.entries import ClaimRefusal, EditRefusal, content_of, is_looked_after, live_proposal
from handschlag.directory.models import Invitation, ManagedNetwork, Network, Proposal, ProposalState, Status
from handschlag.directory.places import find_places, spot_at
from handschlag.directory.public import public_networks
from handschlag.directory.team import PURPOSE, waiting_invitations
from handschlag.directory.versions import locked_entry, propose

LASTS: Final = timedelta(days=3)
CLAIMS_FROM_A_PLACE: Final = Limit("claims from a place", 10, timedelta(hours=1))
CLAIMS_OF_A_NETWORK: Final = Limit("claims of a network", 5, timedelta(days=1))
CORRECTIONS_FROM_A_PLACE: Final = Limit("corrections from a place", 20, timedelta(hours=1))
CORRECTIONS_OF_A_NETWORK: Final = Limit("corrections of a network", 30, timedelta(days=1))
MOST_WAITING: Final = 500  # a flood from an open form leaves room for the editors' work
# Where many have pages, an address proves nothing.
_PORTALS: Final = ("clusterplattform.de", "facebook.com", "linkedin.com", "wikipedia.org", "xing.com")


def own_domain(website: str) -> str:
    """The domain of a website that is a network's own, whole one; none for a page within another's.

    >>> own_domain("https://www.silicon-saxony.de/"), own_domain("https://www.tu-chemnitz.de/MERGE")
    ('silicon-saxony.de', '')
    >>> own_domain("https://de.wikipedia.org"), own_domain("")
    ('', '')
    """
    parts = urlsplit(website)
    host = (parts.hostname or "").removeprefix("www.")
    is_portal = any(host == one or host.endswith(f".{one}") for one in _PORTALS)
    is_whole = parts.path.strip("/") == "" and not parts.query and not parts.fragment
    return host if "." in host and is_whole and not is_portal else ""


def is_at(email: str, domain: str) -> bool:
    """Whether an address is at a domain or below it.

    >>> is_at("info@optence.de", "optence.de"), is_at("a@mail.optence.de", "optence.de")
    (True, True)
    >>> is_at("a@optence.de.example.org", "optence.de"), is_at("a@notoptence.de", "optence.de")
    (False, False)
    >>> is_at("a@büro.de", "xn--bro-hoa.de"), is_at("a@xn--bro-hoa.de", "büro.de")
    (True, True)
    """
    host, domain = in_ascii(email.rpartition("@")[2]), in_ascii(domain)
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def in_ascii(domain: str) -> str:
    """One spelling of a domain; none where old and new rules of the name system read it differently.

    >>> in_ascii("Büro.de"), in_ascii("xn--bro-hoa.de"), in_ascii("straße.de"), in_ascii("a..de")
    ('xn--bro-hoa.de', 'xn--bro-hoa.de', '', '')
    """
    try:
        return "" if "ß" in domain else domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def claim_domain(network: Network) -> str:
    """The domain that is this network's alone; none where others have it too, or the network has ended."""
    domain = own_domain(network.website)
    if not domain or network.standing:
        return ""
    others = public_networks().exclude(pk=network.pk).exclude(website="").values_list("website", flat=True)
    is_shared = any(in_ascii(own_domain(website)) == in_ascii(domain) for website in others)
    return "" if is_shared else domain


@transaction.atomic
def claim(*, network_id: int, email: str, language: str, origin: str, by: Subject, now: datetime) -> None:
    """A letter is on its way to an address at the network's domain; whoever uses its link manages the page.

    The same address gets no second letter while the first one's link still works.
    """
    require(by, Action.CLAIM_NETWORK)
    network = Network.objects.select_for_update().filter(pk=network_id, status=Status.PUBLISHED).first()
    if network is None or ManagedNetwork.objects.filter(network=network).exists():
        raise Refusal(ClaimRefusal.CLAIMED)
    limits.count(CLAIMS_FROM_A_PLACE, origin, now=now)
    address = normalised_address(email)
    if not is_at(address, claim_domain(network)):
        raise Refusal(ClaimRefusal.NOT_ITS_DOMAIN)
    if waiting_invitations(network.pk, now).filter(email=address).exists():
        return
    limits.count(CLAIMS_OF_A_NETWORK, str(network.pk), now=now)
    ends = now + LASTS
    row = Invitation.objects.create(network=network, email=address, invited_at=now, expires_at=ends)
    row.link = accounts.issue_link(
        purpose=PURPOSE,
        content={"invitation": row.pk, "is_claim": True},
        lasts=LASTS,
        by_id=None,
        now=now,
        email=address,
    )
    row.save(update_fields=["link"])
    audit.record(verb="claimed", target=row, by_id=by.user_id, now=now)
    team.tell_claimed(
        to=address,
        language=language,
        network=network,
        invitation_id=row.pk,
        token=sealed_token(row.link),
        expires_at=ends,
        now=now,
    )


@transaction.atomic
def correct(
    *, network_id: int, fact: str, value: Any, source: str, origin: str, by: Subject, now: datetime
) -> None:
    """One fact says this, as soon as an editor agrees; what waits already is overwritten by nobody.

    It counts as a stranger's, whoever is signed in: it is no draft of whoever manages the page.
    """
    require(by, Action.CORRECT_FACT)
    network = locked_entry(Kind.NETWORK, network_id)
    if network.status != Status.PUBLISHED:
        raise Refusal(EditRefusal.GONE)
    limits.count(CORRECTIONS_FROM_A_PLACE, origin, now=now)
    limits.count(CORRECTIONS_OF_A_NETWORK, str(network.pk), now=now)
    _require_room(live_proposal(Kind.NETWORK, network.pk), fact)
    waiting = Proposal.objects.filter(kind=Kind.NETWORK.value, state=ProposalState.OPEN, by=None)
    if waiting.count() >= MOST_WAITING:
        raise Refusal(ClaimRefusal.FULL)
    changes: dict[str, Any] = {fact: value}
    if source:
        facts = source_names([fact.removesuffix("_de").removesuffix("_en")])
        named = Provenance(facts=facts, source=source, seen_on=now.date())
        changes[PROVENANCE] = [named.to_json()]
    propose(network, before=content_of(network), changes=changes, by=Subject(), now=now)


def _require_room(proposal: Proposal | None, fact: str) -> None:
    """What waits is left alone; a stranger's that an editor refused waits no longer."""
    if proposal is None:
        return
    if proposal.by_id is not None:
        raise Refusal(ClaimRefusal.PAGE_WAITS)
    if proposal.state == ProposalState.OPEN and fact in proposal.changes:
        raise Refusal(ClaimRefusal.WAITS)


CORRECTABLE: Final = (
    ("website", _("Website")),
    ("place", _("Place")),
    ("street", _("Street and postcode of the office")),
    ("contact_phone", _("Telephone of the office")),
    ("contact_email", _("Email for enquiries")),
    ("management_body", _("Management body")),
    ("founded", _("Founded in")),
    ("legal_form", _("Legal form")),
    ("description_de", _("Description in German")),
    ("description_en", _("Description in English")),
)
LONGEST: Final[Mapping[str, int]] = {
    "contact_phone": 40,
    "description_de": 1000,
    "description_en": 1000,
    "legal_form": 40,
    "website": 300,
}
FIRST_YEAR: Final = 1500


class ClaimForm(forms.Form):
    """`topic` is a trap: people do not see it, and programs that fill in everything do."""

    email = forms.EmailField(
        label=_("Your address at the network"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    topic = forms.CharField(required=False)


class CorrectionForm(forms.Form):
    """One fact and its value; `topic` is a trap."""

    fact = forms.ChoiceField(
        label=_("What is missing or wrong?"), choices=CORRECTABLE, widget=forms.RadioSelect
    )
    value = TidyText(
        label=_("What should it say?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = OneLine(
        label=_("Where does it say so?"),
        help_text=_("An address or a title that others can look up."),
        max_length=400,
    )
    topic = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        fact, value = self.cleaned_data.get("fact", ""), self.cleaned_data.get("value", "")
        if fact and value:
            try:
                self.cleaned_data["change"] = _change(fact, " ".join(value.split()))
            except forms.ValidationError as fault:
                self.add_error("value", fault)
        return self.cleaned_data


def _change(fact: str, value: str) -> tuple[str, Any]:
    """The fact and its value as a proposal has them."""
    if fact == "website" and "://" not in value:
        value = f"https://{value}"
    if len(value) > LONGEST.get(fact, 200):
        raise forms.ValidationError(_("That is too long."))
    if fact == "website":
        URLValidator(schemes=["http", "https"])(value)
    if fact == "contact_email":
        EmailValidator()(value)
    if fact == "founded":
        if not (value.isdecimal() and len(value) == 4 and int(value) >= FIRST_YEAR):
            raise forms.ValidationError(_("Enter a year with four digits."))
        return fact, int(value)
    if fact == "place":
        found = find_places(value)
        if not found:
            raise forms.ValidationError(_("We do not know this place. Check the spelling."))
        return "spot", to_json(spot_at(found[0].pk))
    return fact, value


def claim_context(network: Network, form: forms.Form, *, fault: str = "") -> dict[str, Any]:
    """Who can prove by letter that the page is theirs, and what changes then."""
    return {
        **_about(network, form, gettext("This is my network"), fault),
        "is_claimed": is_looked_after(network),
        "domain": claim_domain(network),
        "days": LASTS.days,
    }


def correction_context(network: Network, form: forms.Form, *, fault: str = "") -> dict[str, Any]:
    """One fact, for an editor to look at."""
    return _about(network, form, gettext("Correct a fact"), fault)


def _about(network: Network, form: forms.Form, here: str, fault: str) -> dict[str, Any]:
    return {
        "network": network,
        "crumbs": (
            Crumb(gettext("Networks"), reverse("directory:networks")),
            Crumb(network.short_name or network.name, reverse("directory:network", args=[network.slug])),
            Crumb(here),
        ),
        "form": form,
        "fault": fault,
    }


UNFIT, TOO_MANY = 422, 429


@require_http_methods(["GET", "HEAD", "POST"])
def claim_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever runs the network asks for a letter to an address at its domain."""
    network, form = _network_at(slug), ClaimForm(_posted(request))
    sent = HttpResponseRedirect(reverse("directory:claim_sent", args=[slug]))
    fault, status = "", UNFIT if form.is_bound else 200
    if form.is_bound and form.data.get("topic"):
        return sent  # a program filled in what no person sees: it learns nothing from the answer
    if form.is_bound and form.is_valid():
        try:
            claim(
                network_id=network.pk,
                email=form.cleaned_data["email"],
                language=(get_language() or "de")[:2],
                **_from(request),
            )
        except Refusal as no:
            fault, status = _said(no)
        else:
            return sent
    screen = claim_context(network, form, fault=fault)
    return render(request, "directory/joining/claim.html", {"screen": screen}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Anybody tells one fact; an editor decides."""
    network, form = _network_at(slug), CorrectionForm(_posted(request))
    sent = HttpResponseRedirect(reverse("directory:correct_sent", args=[slug]))
    fault, status = "", UNFIT if form.is_bound else 200
    if form.is_bound and form.data.get("topic"):
        return sent
    if form.is_bound and form.is_valid():
        fact, value = form.cleaned_data["change"]
        source = form.cleaned_data["source"]
        try:
            correct(network_id=network.pk, fact=fact, value=value, source=source, **_from(request))
        except Refusal as no:
            fault, status = _said(no)
        else:
            return sent
    screen = correction_context(network, form, fault=fault)
    return render(request, "directory/joining/correct.html", {"screen": screen}, status=status)


@require_safe
def claim_sent_page(request: HttpRequest, slug: str) -> HttpResponse:
    """It asks to look for the email."""
    screen = claim_context(_network_at(slug), forms.Form())
    return render(request, "directory/joining/claim_sent.html", {"screen": screen})


@require_safe
def correct_sent_page(request: HttpRequest, slug: str) -> HttpResponse:
    """It thanks, and says what happens next."""
    screen = correction_context(_network_at(slug), forms.Form())
    return render(request, "directory/joining/correct_sent.html", {"screen": screen})


def _network_at(slug: str) -> Network:
    network = public_networks().filter(slug=slug).first()
    if network is None:
        raise Http404
    return network


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _from(request: HttpRequest) -> dict[str, Any]:
    """Who asks, from where, and when."""
    return {"origin": sessions.place(request), "by": subject_of(request.user), "now": timezone.now()}


def _said(no: Refusal) -> tuple[str, int]:
    """What a refusal says, and its status."""
    if no.reason is LimitFault.TOO_OFTEN:
        until = format_time(no.details["again_at"])
        return gettext("Too many requests. Try again at %(time)s.") % {"time": until}, TOO_MANY
    return refusal_message(no.reason), UNFIT
