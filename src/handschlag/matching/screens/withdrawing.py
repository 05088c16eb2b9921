"""Taking something back: what it means, before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.participant import Shell
from handschlag.matching.models import ACTIVE, Participant, RequestState
from handschlag.matching.queries.own_requests import OwnRequest, own_requests_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import spot_words


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithdrawScreen:
    shell: Shell
    title: str
    name: str
    sub: str
    warning: str
    text: str
    button: str
    url: str
    back: str


def withdraw_screen(participant: Participant, number: int, *, token: str) -> _WithdrawScreen | None:
    """None where there is nothing to take back."""
    one = next((one for one in own_requests_of(participant) if one.request == number), None)
    if one is None or one.state not in ACTIVE:
        return None
    return _WithdrawScreen(
        shell=shell_of(participant, token, current=Tab.WISHES),
        title=_("Withdraw it?"),
        name=one.names,
        sub=one.others[0].sub if len(one.others) == 1 else "",
        warning=_warning(one),
        text=_("You do not have to give a reason and nobody will ask for one."),
        button=_button(one),
        url=reverse("matching:withdraw", args=[token, number]),
        back=reverse("matching:wishes", args=[token]),
    )


def _warning(one: OwnRequest) -> str:
    known = {"name": one.names, "spot": spot_words(one.spot) if one.spot else ""}
    if one.state == RequestState.ACCEPTED:
        text = _(
            "The meeting at %(spot)s will not take place. %(name)s is told immediately. The time "
            "goes to other people; if you change your mind, it may be gone."
        )
        return text % known
    if one.state == RequestState.OPEN:
        return _("Your request to %(name)s has been withdrawn.") % known
    return _("You have both said yes. If you withdraw, %(name)s is told immediately.") % known


def _button(one: OwnRequest) -> str:
    if one.state == RequestState.ACCEPTED:
        return _("Cancel the meeting")
    return _("Withdraw request") if one.state == RequestState.OPEN else _("Withdraw your yes")
