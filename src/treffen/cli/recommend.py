"""`treffen recommend`: from profiles to lists with reasons."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import tell_faults
from treffen.cli.outputs import Output, check_outputs, deliver_or_refuse
from treffen.cli.pools import People, check_known, open_encoder, open_people, tell_why
from treffen.cli.refusal import Refused
from treffen.cli.weights import wanted_settings
from treffen.problem import Problem
from treffen.words import joined_words, number

if TYPE_CHECKING:
    from treffen.recommendation.lists import Lists, Recommender


MOST_SHORTFALLS = 8  # that are said on a terminal; the file has all of them
FEW = range(2, 15_001)  # people whose envy is looked at: two seconds for 13,000, with the square of them


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Read, recommend, write, and say what came of it."""
    from treffen.recommendation.lists.engine import recommender

    outputs = list(_outputs(options))
    _check(options, console)
    inputs = [options.input, *filter(None, [options.event, options.weights])]
    check_outputs(outputs, inputs, console)
    settings = wanted_settings(options, console)
    people = open_people(options.input, console)
    event = _open_event(options.event, console) if options.event else None
    check_known(people, options.why or (), console)
    encoder = open_encoder(console) if options.semantic else None
    made = recommender(people.pool, settings=settings, encoder=encoder, seed=options.seed)
    lists = made.lists(with_reasons=not options.no_reasons)
    _write(outputs, people, lists, console)
    if not console.is_quiet:
        _summarise(lists, people, console)
        _tell_fairness(made, console)
    if event is not None:
        _write_requests(event, lists, options, console)
    if options.why:
        console.answer()
        tell_why(made, people, options.why, console)
    return Exit.DONE


def _outputs(options: argparse.Namespace) -> Iterator[Output]:
    yield Output(flag="-o", path=options.output)
    if options.html is not None:
        yield Output(flag="--html", path=options.html)
    if options.requests is not None:
        yield Output(flag="--requests", path=options.requests, endings=(".json",))


def _check(options: argparse.Namespace, console: Console) -> None:
    """Options that do not go together."""
    if options.requests and not options.event:
        console.say(messages.REQUESTS_NEED_EVENT)
    elif options.event and not options.requests:
        console.say(messages.EVENT_NEEDS_REQUESTS)
    else:
        return
    raise Refused(Exit.BAD_INPUT)


def _open_event(path: str, console: Console) -> Problem:
    from treffen.files import read_event

    reading = read_event(path)
    if reading.problem is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading.problem


# --- files ------------------------------------------------------------------------------------


def _write(outputs: list[Output], people: People, lists: Lists, console: Console) -> None:
    from treffen.files.people import write_lists

    deliver_or_refuse(outputs[0], lambda path: write_lists(path, lists), console)
    for output in outputs[1:]:
        if output.flag == "--html":
            deliver_or_refuse(output, _page_writer(people, lists, console), console)


def _page_writer(people: People, lists: Lists, console: Console) -> Callable[[Path], None]:
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
        console.say(messages.NOT_COMING, people=joined_words(absent, console.language))
    if not console.is_quiet:
        command = shlex.join(["treffen", "schedule", options.requests, "-o", "plan.json"])
        added = number(len(problem.requests) - len(event.requests), console.language)
        console.answer(console.said(messages.REQUESTS_MADE, n=added, path=options.requests, command=command))


# --- words ------------------------------------------------------------------------------------


def _summarise(lists: Lists, people: People, console: Console) -> None:
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


def _tell_fairness(made: Recommender, console: Console) -> None:
    """Who envies whom, where there are few enough people to look at all pairs."""
    from treffen.recommendation.lists import fairness_of
    from treffen.words import percent

    if made.crowd.n not in FEW:
        return
    found = fairness_of(made.pairs, made.built)
    words = {
        "places": percent(found.of_places.people, console.language, digits=0),
        "lists": percent(found.of_lists.people, console.language, digits=0),
        "worst": percent(found.worst / found.mean if found.mean else 1.0, console.language, digits=0),
    }
    console.answer(console.said(messages.FAIR, **words))
