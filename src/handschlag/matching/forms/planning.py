"""What organisers fill in for a run."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.running import MOST_SECONDS, USUAL, Options

SCENARIOS: Final = (
    ("plain", _("The event as it is")),
    ("more", _("With one table more")),
    ("fewer", _("With one table fewer")),
    ("limits", _("Without personal limits")),
    ("breaks", _("If confirmed meetings could be cancelled (never published)")),
)
ORDERS: Final = {
    "usual": USUAL,
    "calm": ("value", "idle", "shortfall", "talks", "changes"),
    "talks": ("value", "talks", "shortfall", "idle", "changes"),
}


class RunForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    name = forms.CharField(label=_("Name of the plan"), max_length=40, required=False)
    scenario = forms.ChoiceField(label=_("Scenario"), choices=SCENARIOS, initial="plain")
    keeps_times = forms.BooleanField(label=_("Keep existing times as far as possible"), required=False)
    asks_consent = forms.BooleanField(
        label=_("Published times may also change if everyone concerned agrees first"), required=False
    )
    order = forms.ChoiceField(
        label=_("Second priority"),
        choices=[
            ("usual", _("the minimum for everyone")),
            ("calm", _("no waiting time")),
            ("talks", _("sessions people would like to attend")),
        ],
        initial="usual",
    )
    seconds = forms.IntegerField(
        label=_("Time limit in seconds"), min_value=1, max_value=MOST_SECONDS, initial=30
    )
    seed = forms.IntegerField(label=_("Random seed"), min_value=0, max_value=2**31 - 1, initial=1)

    def __init__(self, *args: Any, is_fixed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_fixed:  # before the fix date they may move anyway
            del self.fields["asks_consent"]

    def options(self) -> Options:
        chosen: dict[str, Any] = self.cleaned_data
        scenario = chosen["scenario"]
        return Options(
            keeps_times=chosen["keeps_times"],
            places_more=int(scenario == "more"),
            places_fewer=int(scenario == "fewer"),
            without_limits=scenario == "limits",
            asks_consent=bool(chosen.get("asks_consent")),
            breaks_promises=scenario == "breaks",
            goals=ORDERS[chosen["order"]],
        )


def fields_of(options: Options, *, seconds: int, seed: int) -> dict[str, str]:
    """What the form of a run would hold to ask for these options again.

    >>> fields_of(Options(places_more=1), seconds=60, seed=1)["scenario"]
    'more'
    """
    scenarios = {
        "more": options.places_more,
        "fewer": options.places_fewer,
        "limits": options.without_limits,
        "breaks": options.breaks_promises,
    }
    fields = {
        "scenario": next((name for name, is_meant in scenarios.items() if is_meant), "plain"),
        "order": next((name for name, goals in ORDERS.items() if goals == options.goals), "usual"),
        "seconds": str(seconds),
        "seed": str(seed),
        "key": str(uuid4()),
    }
    ticked = {"keeps_times": options.keeps_times, "asks_consent": options.asks_consent}
    return fields | {name: "on" for name, is_ticked in ticked.items() if is_ticked}


class BarForm(forms.Form):
    reason = forms.CharField(label=_("Reason for removal"), max_length=200)
