"""`treffen recommend`: from profiles to lists with reasons."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import tell_faults, tell_notices
from treffen.cli.outputs import Output, check_outputs, deliver_or_refuse
from treffen.cli.refusal import Refused
from treffen.problem import Noun, Problem
from treffen.words import joined, number

if TYPE_CHECKING:
    from treffen.files.people.naming import PeopleNames
    from treffen.recommendation import Pool
    from treffen.recommendation.lists import Lists, Recommender
    from treffen.recommendation.lists.recommender import Make


MOST_SHORTFALLS = 8  # that are said on a terminal; the file has all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    pool: Pool
    names: PeopleNames


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Read, recommend, write, and say what came of it."""
    outputs = list(_outputs(options))
    _check(options, console)
    check_outputs(outputs, [options.input, *filter(None, [options.event])], console)
    people = _open_people(options.input, console)
    event = _open_event(options.event, console) if options.event else None
    _check_why(people, options, console)
    made = _recommender(people, options, console)
    lists = made.lists(with_reasons=not options.no_reasons)
    _write(outputs, people, lists, console)
    if not console.is_quiet:
        _summarise(lists, people, console)
    if event is not None:
        _write_requests(event, lists, options, console)
    if options.why:
        _answer_why(made, people, options, console)
    return Exit.DONE


def _outputs(options: argparse.Namespace) -> Iterator[Output]:
    yield Output(flag="-o", path=options.output)
    if options.html is not None:
        yield Output(flag="--html", path=options.html)
    if options.requests is not None:
        yield Output(flag="--requests", path=options.requests, endings=(".json",))


def _check(options: argparse.Namespace, console: Console) -> None:
    """Options that do not go together."""
    from treffen.recommendation.score.weights import ListRules

    usual = ListRules()
    least = usual.bridges + usual.exploration
    if options.requests and not options.event:
        console.say(messages.REQUESTS_NEED_EVENT)
    elif options.event and not options.requests:
        console.say(messages.EVENT_NEEDS_REQUESTS)
    elif options.k < least:
        console.say(messages.TOO_SHORT, k=options.k, n=least)
    else:
        return
    raise Refused(Exit.BAD_INPUT)


def _open_people(path: str, console: Console) -> _People:
    from treffen.files.people import read_people
    from treffen.files.people.naming import PeopleNames
    from treffen.recommendation.vocabulary import Vocabulary

    reading = read_people(path, concepts=Vocabulary.standard().codes)
    if reading.pool is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    tell_notices(reading.notices, console)
    names = PeopleNames(reading.pool, reading.labels, console.language)
    return _People(pool=reading.pool, names=names)


def _open_event(path: str, console: Console) -> Problem:
    from treffen.files import read_event

    reading = read_event(path)
    if reading.problem is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading.problem


def _check_why(people: _People, options: argparse.Namespace, console: Console) -> None:
    known = {str(profile.id) for profile in people.pool.profiles}
    for id in options.why or ():
        if id not in known:
            console.say(messages.NO_SUCH_PROFILE, id=id)
            raise Refused(Exit.BAD_INPUT)


def _recommender(people: _People, options: argparse.Namespace, console: Console) -> Recommender:
    from treffen.recommendation.lists import Recommender
    from treffen.recommendation.score.weights import Balance, ListRules

    rules = ListRules(k=options.k, balance=Balance(options.balance))
    return Recommender(people.pool, _make(options, console), rules=rules, seed=options.seed)


def _make(options: argparse.Namespace, console: Console) -> Make:
    from treffen.recommendation.meaning import Meaning
    from treffen.recommendation.semantic import E5Encoder, NoEncoder

    if not options.semantic:
        return Meaning
    try:
        encoder = E5Encoder()
    except NoEncoder as error:
        console.say(messages.NO_ENCODER, what=error)
        raise Refused(Exit.BAD_INPUT) from None
    return lambda needs, offers: Meaning(needs, offers, encoder=encoder)


# --- files ------------------------------------------------------------------------------------


def _write(outputs: list[Output], people: _People, lists: Lists, console: Console) -> None:
    from treffen.files.people import write_lists

    deliver_or_refuse(outputs[0], lambda path: write_lists(path, lists), console)
    for output in outputs[1:]:
        if output.flag == "--html":
            deliver_or_refuse(output, _page_writer(people, lists, console), console)


def _page_writer(people: _People, lists: Lists, console: Console) -> Callable[[Path], None]:
    from treffen.files.atomic import replacing
    from treffen.files.people.page import write_lists_page

    def write(path: Path) -> None:
        with replacing(path) as spare:
            write_lists_page(spare, people.pool, lists=lists, names=people.names, language=console.language)

    return write


def _write_requests(event: Problem, lists: Lists, options: argparse.Namespace, console: Console) -> None:
    from treffen.files import write_problem_json
    from treffen.files.people import add_requests

    problem, absent = add_requests(event, lists)
    output = Output(flag="--requests", path=options.requests)
    deliver_or_refuse(output, lambda path: write_problem_json(path, problem), console)
    if absent:
        console.say(messages.NOT_COMING, people=joined(absent, console.language))
    if not console.is_quiet:
        command = shlex.join(["treffen", "schedule", options.requests, "-o", "plan.json"])
        added = number(len(problem.requests) - len(event.requests), console.language)
        console.answer(console.said(messages.REQUESTS_MADE, n=added, path=options.requests, command=command))


# --- words ------------------------------------------------------------------------------------


def _summarise(lists: Lists, people: _People, console: Console) -> None:
    from treffen.words.recommending import shortfall

    seen = [one.seen for one in lists.lists]
    words = {
        "people": number(len(lists.lists), console.language),
        "entries": number(sum(len(one.entries) for one in lists.lists), console.language),
        "least": number(min(seen, default=0), console.language),
        "most": number(max(seen, default=0), console.language),
    }
    console.answer(console.said(messages.LISTS_MADE, **words))
    for one in lists.shortfalls[:MOST_SHORTFALLS]:
        console.answer(f"- {shortfall(one, console.language, name=people.names)}")
    more = len(lists.shortfalls) - MOST_SHORTFALLS
    if more > 0:
        console.answer(console.said(messages.MORE_SHORTFALLS, n=number(more, console.language)))


def _answer_why(made: Recommender, people: _People, options: argparse.Namespace, console: Console) -> None:
    """The answer in words, then what speaks for the pair."""
    from treffen.words.recommending import list_place, recommendation, why_not

    owner, partner = options.why
    names = people.names
    answer = made.why_not(owner, partner)
    console.answer()
    console.answer(f"{names(Noun.PROFILE, owner)} \N{RIGHTWARDS ARROW} {names(Noun.PROFILE, partner)}")
    console.answer(why_not(answer, console.language, name=names))
    place = made.place(owner, partner)
    if place is not None:
        console.answer(f"- {list_place(place, console.language)}")
    for reason in answer.reasons if place is None else made.reasons(owner, partner):
        said = recommendation(reason, console.language, partner=partner, quote=names.quote, name=names)
        console.answer(f"- {said}")
