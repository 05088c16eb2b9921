"""What an entry that was fetched with its facts says, without another question to the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from handschlag.directory.models import (
    Actor,
    Concept,
    Direction,
    FactSource,
    Field,
    Label,
    MemberFigure,
    Network,
    NetworkProgramme,
    NetworkStatement,
    Statement,
)


def fields_of(entry: Network | Actor) -> list[Field]:
    """Its fields, in the order in which the rows come."""
    return list(entry.fields.all())


def field_names(entry: Network | Actor) -> list[str]:
    """The labels of its fields in the reader's language."""
    return [field.label for field in entry.fields.all()]


def newest_figure(network: Network) -> MemberFigure | None:
    """The published figure of the latest year; one without a year comes last."""
    figures: Iterable[MemberFigure] = network.member_figures.all()
    return max(figures, key=lambda figure: (figure.year or 0, figure.pk), default=None)


def holds(since: date | None, until: date | None, today: date) -> bool:
    """Whether `today` is within both days, which count as well; a day that is missing sets no limit."""
    return (since is None or since <= today) and (until is None or until >= today)


def programmes_as_stored(network: Network) -> list[NetworkProgramme]:
    """All programmes that it is or was in, as the rows come."""
    return list(network.in_programmes.all())


def programmes_of(network: Network) -> list[NetworkProgramme]:
    """All programmes that it is or was in, in the order of the programmes."""
    return sorted(network.in_programmes.all(), key=lambda one: (one.programme.position, one.pk))


def programmes_on(network: Network, today: date) -> list[NetworkProgramme]:
    """The programmes that it is in on this day, in the order of the programmes."""
    rows = [one for one in network.in_programmes.all() if holds(one.since, one.until, today)]
    return sorted(rows, key=lambda one: (one.programme.position, one.programme.short_name))


def labels_of(network: Network) -> list[Label]:
    """All its labels, the newest first."""
    return list(network.labels.all())


def labels_on(network: Network, today: date) -> list[Label]:
    """The newest label that is not known to have expired; older levels are history."""
    valid = [label for label in network.labels.all() if holds(label.awarded_on, label.valid_until, today)]
    return sorted(valid, key=lambda label: label.awarded_on, reverse=True)[:1]


def statements_of(actor: Actor, direction: Direction) -> list[Statement]:
    """What it offers, or what it seeks."""
    return [one for one in actor.statements.all() if one.direction == direction]


def concepts_of(actor: Actor) -> list[Concept]:
    """The concepts of all its statements, as they come."""
    return [concept for one in actor.statements.all() for concept in one.concepts.all()]


def sources_of(network: Network) -> list[FactSource]:
    """Where its facts were read."""
    return list(network.sources.all())


def statements_about(network: Network) -> list[NetworkStatement]:
    """What sources say about it, as far as its page shows that."""
    return list(network.statements.all())


def is_known(network: Network, fact: str) -> bool:
    """Whether anybody has documented this fact of it."""
    if fact in {"fields", "member_figures", "in_programmes", "labels"}:
        return bool(getattr(network, fact).all())
    if fact == "description":
        return bool(network.description_de or network.description_en)
    return bool(getattr(network, f"{fact}_id" if fact in {"land", "umbrella"} else fact))
