"""`treffen show` where the file holds lists: each list with its reasons, in words."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import tell_faults
from treffen.cli.pools import People, check_known, open_encoder, open_people, tell_why
from treffen.cli.refusal import Refused
from treffen.problem import EntityKind
from treffen.words import counted, number

if TYPE_CHECKING:
    from treffen.recommendation.lists import Lists, PersonList


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Print all lists, one list, or why somebody is on one or not."""
    path = options.plan or options.input
    _check(options, console)
    lists = _open_lists(path, console)
    people = _named(options.input, lists, console) if options.plan else _nameless(path, console)
    if options.why:
        check_known(people, options.why, console)
        _why(lists, people, options.why, console)
        return Exit.DONE
    wanted = lists.lists if options.participant is None else [_one(lists, options.participant, console)]
    if options.participant is None:
        console.answer(_summary(lists, console))
    for one in wanted:
        for line in _list(one, people, console):
            console.answer(line)
    if options.participant is None:
        _tell_shortfalls(lists, people, console)
    return Exit.DONE


def _check(options: argparse.Namespace, console: Console) -> None:
    """Options that speak of plans only, or need the profiles."""
    for flag, value in (("--by", options.by), ("--diff", options.diff)):
        if value is not None:
            console.say(messages.NOT_FOR_LISTS, flag=flag)
            raise Refused(Exit.BAD_INPUT)
    if options.why and not options.plan:
        console.say(messages.WHY_NEEDS_PEOPLE, path=options.input)
        raise Refused(Exit.BAD_INPUT)


def _open_lists(path: str, console: Console) -> Lists:
    from treffen.files.people.lists_reading import read_lists

    reading = read_lists(path)
    if reading.lists is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading.lists


def _named(path: str, lists: Lists, console: Console) -> People:
    people = open_people(path, console)
    if people.pool.digest() != lists.pool:
        console.say(messages.NOTICE, notice=console.said(messages.LISTS_OF))
    return people


def _nameless(path: str, console: Console) -> People:
    """Lists hold ids: what these are called, and what statements say, is in the profiles."""
    from treffen.files.people.display_names import PeopleNames
    from treffen.recommendation import Pool

    pool = Pool(profiles=())
    command = f"treffen show {console.said(messages.PROFILES)} {shlex.quote(path)}"
    console.say(messages.NOTICE, notice=console.said(messages.ONLY_IDS, command=command))
    return People(pool=pool, names=PeopleNames(pool, {}, console.language))


def _one(lists: Lists, id: str, console: Console) -> PersonList:
    for one in lists.lists:
        if one.participant == id:
            return one
    console.say(messages.NO_SUCH_PROFILE, id=id)
    raise Refused(Exit.BAD_INPUT)


def _why(lists: Lists, people: People, pair: Sequence[str], console: Console) -> None:
    """From the profiles and the settings that the lists came from, which give the same lists again."""
    from treffen.recommendation.lists.engine import recommender

    encoder = open_encoder(console) if lists.settings.encoder else None
    made = recommender(people.pool, settings=lists.settings, encoder=encoder, seed=lists.seed)
    tell_why(made, people, pair, console)


# --- words ------------------------------------------------------------------------------------


def _summary(lists: Lists, console: Console) -> str:
    words = {
        "people": number(len(lists.lists), console.language),
        "k": number(lists.k, console.language),
        "balance": lists.balance.value,
        "seed": str(lists.seed),
    }
    return console.said(messages.LISTS_HEAD, **words)


def _list(one: PersonList, people: People, console: Console) -> Iterator[str]:
    from treffen.words.recommending import MANY_LISTS, chance, list_place, recommendation

    names, language = people.names, console.language
    yield ""
    seen = console.said(messages.SEEN_IN, lists=counted(one.seen, MANY_LISTS, language=language))
    yield f"{names(EntityKind.PROFILE, one.participant)} ({seen})"
    for at, entry in enumerate(one.entries, 1):
        partner = str(entry.partner)
        place = list_place(entry.place, language)
        yield f"{at:>3}. {names(EntityKind.PROFILE, partner)}: {chance(entry.score, language)}, {place}"
        for reason in entry.reasons:
            said = recommendation(reason, language, partner=partner, quote=names.quote, name=names)
            yield f"     - {said}"
    if not one.entries:
        yield f"     {console.said(messages.NOBODY_LISTED)}"


def _tell_shortfalls(lists: Lists, people: People, console: Console) -> None:
    from treffen.words.recommending import shortfall

    if lists.shortfalls:
        console.answer()
        console.answer(console.said(messages.NOT_KEPT))
    for one in lists.shortfalls:
        console.answer(f"- {shortfall(one, console.language, name=people.names)}")
