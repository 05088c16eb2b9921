"""Lists of registrations, line by line, as they leave in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import sortable_moment
from handschlag.directory.rules.kind_words import KIND_NAMES
from handschlag.events.models import Event
from handschlag.registration import labels
from handschlag.registration.models import Registration
from handschlag.registration.queries.lists import counted_diets, counted_needs
from handschlag.registration.queries.programmes import published
from handschlag.registration.queries.questions import answers_by_registration, questions_of


def registration_lines(event: Event, rows: Iterable[Registration]) -> Iterator[Sequence[str]]:
    """A head, and one line for each registration."""
    questions = questions_of(event.pk)
    yield (
        *(_("Name"), _("Email address"), _("Telephone"), _("Organisation"), _("Kind of organisation")),
        *(_("Category"), _("Role"), _("Place"), _("Status"), _("Registered"), _("Registered on")),
        *(_("Arrives"), _("Leaves"), _("Takes part online")),
        *(_("Lunch"), _("Food"), _("Step-free"), _("Quiet"), _("Interpreter"), _("Further needs")),
        *(_("Languages"), _("Sessions"), *(one.label for one in questions)),
    )
    offers, answers = published(event.pk), answers_by_registration(event.pk)
    for one in rows:
        titles = [offer.title for pk, offer in offers.items() if pk in one.wishes]
        kind = pick(*KIND_NAMES[one.actor.kind]) if one.actor else ""
        times = [sortable_moment(at) if at else "" for at in (one.asked_at, one.arrives_at, one.leaves_at)]
        needs = [_yes(is_so) for is_so in (one.needs_step_free, one.needs_quiet, one.needs_interpreter)]
        yield (
            *(one.name, one.email, one.phone, one.organisation_name, kind),
            *(one.category.name if one.category else "", one.role, one.place),
            *(str(labels.STATES[one.state]), str(labels.SOURCES[one.way]), *times, _yes(one.is_remote)),
            *(_yes(one.has_lunch), one.diet, *needs, one.needs),
            *(" ".join(one.speaks), " | ".join(titles)),
            *(answers.get(one.pk, {}).get(each.pk, "") for each in questions),
        )


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def needs_lines(event: Event) -> Iterator[Sequence[str]]:
    """For kitchen and house: numbers and wishes, no names."""
    counts = counted_needs(event.pk)
    yield (_("Requirement"), _("People"))
    yield (_("attending"), str(counts["people"]))
    yield (_("having lunch"), str(counts["lunch"]))
    for words, number in counted_diets(event.pk):
        yield (_("Food: %(words)s") % {"words": words}, str(number))
    for name in ("step_free", "quiet", "interpreter", "words"):
        yield (str(labels.NEEDS[name]), str(counts[name]))
