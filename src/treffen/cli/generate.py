"""`treffen generate`: an invented event, or invented profiles, in a file, for trying things out."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.display_names import sizes
from treffen.cli.exits import Exit
from treffen.cli.outputs import Output, check_folder, check_outputs, deliver_or_refuse
from treffen.cli.writers import problem_writer
from treffen.problem import EntityKind, NetworkId, OrganisationId, ParticipantId
from treffen.words import Language, number

if TYPE_CHECKING:
    from treffen.generation import InventedPerson
    from treffen.recommendation import Profile

ENDINGS = (".json", ".xlsx")


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Write one event of a family, or profiles; the same numbers always give the same file."""
    if options.family == "profiles":
        return _profiles(options, console)
    is_folder = not Path(options.output).suffix
    output = Output(flag="-o", path=options.output, endings=() if is_folder else ENDINGS)
    if is_folder:
        check_folder(output, console)
    else:
        check_outputs([output], [], console)
    from treffen.generation import FAMILIES, conference_labels

    try:
        problem = FAMILIES[options.family](options.people, options.seed)
    except ValueError as error:
        words = {"family": options.family, "n": options.people, "why": error}
        console.say(messages.BAD_FAMILY_SIZE, **words)
        return Exit.BAD_INPUT
    labels: Mapping[tuple[str, str], str] = {}
    if options.family == "conference":
        labels = conference_labels(options.people, options.seed, language=console.language)
    known = {(noun, id): text for (noun, id), text in labels.items() if isinstance(noun, EntityKind)}
    deliver_or_refuse(output, problem_writer(problem, known, console.language), console)
    console.say(messages.GENERATED, path=options.output, **sizes(problem, console.language))
    return Exit.DONE


def _profiles(options: argparse.Namespace, console: Console) -> Exit:
    """People with what they offer and need, to be given to `treffen recommend`."""
    output = Output(flag="-o", path=options.output, endings=(".json",))
    check_outputs([output], [], console)
    from treffen.files.people import write_people_json
    from treffen.generation import people
    from treffen.recommendation import Pool

    invented = people(options.people, options.seed, language=console.language)
    pool = Pool(profiles=tuple(_profile(one, console.language) for one in invented))
    labels = {(EntityKind.PROFILE, one.id): one.name for one in invented}
    deliver_or_refuse(output, lambda path: write_people_json(path, pool, labels=labels), console)
    command = shlex.join(["treffen", "recommend", options.output, "-o", "lists.json"])
    n = number(len(invented), console.language)
    console.say(messages.PROFILES_GENERATED, path=options.output, n=n, command=command)
    return Exit.DONE


def _profile(person: InventedPerson, language: Language) -> Profile:
    from treffen.recommendation import Direction, Profile, Statement

    offers, needs = (
        tuple(
            Statement(id=f"{person.id}:{direction[0]}{n}", direction=direction, text=text, language=language)
            for n, text in enumerate(texts, 1)
        )
        for direction, texts in ((Direction.OFFER, person.offers), (Direction.NEED, person.needs))
    )
    return Profile(
        id=ParticipantId(person.id),
        organisation=OrganisationId(person.organisation),
        networks=frozenset({NetworkId(person.network)}),
        offers=offers,
        needs=needs,
    )
