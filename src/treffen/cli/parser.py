"""Every command and flag, and how the values of flags are read."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence

from treffen import __version__
from treffen.cli import help_texts as texts
from treffen.cli.grammar import Grammar, grammar_for
from treffen.cli.weights import PrintWeights
from treffen.problem import Goal
from treffen.words import LANGUAGES, Language, Text

FAMILIES = ("base", "tight", "two_sided", "scarce", "narrow", "conference", "all_must", "profiles")
BALANCES = ("market", "cap", "none")
POLICIES = ("at_once", "priced", "both_ways", "rounds")
VIEWS = ("time", "participant", "place", "unscheduled", "proof")


def wanted_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language to speak: `--lang`, else German where the locale is German, else English.

    >>> wanted_language(["show", "--lang", "en"], {"LANG": "de_DE.UTF-8"})
    'en'
    """
    for at, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if name == "--lang":
            chosen = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            for language in LANGUAGES:
                if chosen == language:
                    return language
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "de" if locale.lower().startswith("de") else "en"


def build_parser(language: Language) -> argparse.ArgumentParser:
    """The parser, its help in one language."""
    grammar = grammar_for(language)
    parser = grammar.parser(prog="treffen", description=texts.ABOUT, epilog=texts.EXITS)
    version = f"treffen {__version__}"
    parser.flags.add_argument(
        "--version", action="version", version=version, help=grammar.said(texts.VERSION)
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=grammar.said(texts.COMMAND), title=grammar.said(texts.COMMANDS)
    )
    for name, (about, add) in COMMANDS.items():
        one = grammar.command(commands, name, about)
        add(one, grammar)
        _add_common(one, grammar)
    return parser


def _add_common(parser: Grammar.Parser, grammar: Grammar) -> None:
    parser.flags.add_argument("--lang", choices=LANGUAGES, help=grammar.said(texts.LANG))
    parser.flags.add_argument("--debug", action="store_true", help=grammar.said(texts.DEBUG))


def _add_schedule(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add = grammar.said, parser.flags.add_argument
    parser.things.add_argument("input", metavar="INPUT", help=said(texts.INPUT))
    add("-o", "--output", metavar="plan.json", required=True, help=said(texts.PLAN_OUT))
    add("--time-limit", metavar="S", type=grammar.checked(_seconds, texts.BAD_SECONDS), help=said(texts.TIME))
    add(
        "--seed", metavar="N", type=grammar.checked(_count, texts.BAD_COUNT), default=0, help=said(texts.SEED)
    )
    threads = grammar.checked(_threads, texts.BAD_THREADS)
    add("--threads", metavar="N", type=threads, default=1, help=said(texts.THREADS))
    add(
        "--goals", metavar="a,b,...", type=grammar.checked(_goals, texts.BAD_GOALS), help=_goals_help(grammar)
    )
    add("--html", metavar="out.html", help=said(texts.HTML))
    add("--xlsx", metavar="plan.xlsx", help=said(texts.XLSX))
    add("--progress-json", action="store_true", help=said(texts.PROGRESS_JSON))
    add("--quiet", action="store_true", help=said(texts.QUIET))


def _add_recommend(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add, checked = grammar.said, parser.flags.add_argument, grammar.checked
    parser.things.add_argument("input", metavar="PEOPLE", help=said(texts.PROFILES))
    add("-o", "--output", metavar="lists.json", required=True, help=said(texts.LISTS_OUT))
    add("--html", metavar="lists.html", help=said(texts.HTML))
    add("--why", nargs=2, metavar=("PERSON", "PARTNER"), help=said(texts.WHY))
    add("--weights", metavar="weights.json", help=said(texts.WEIGHTS))
    add("--print-weights", action=PrintWeights, help=said(texts.PRINT_WEIGHTS))
    add("--k", metavar="N", type=checked(_size, texts.BAD_SIZE), help=said(texts.LIST_LENGTH))
    add("--seed", metavar="N", type=checked(_count, texts.BAD_COUNT), default=0, help=said(texts.SEED))
    add("--balance", choices=BALANCES, help=said(texts.BALANCE))
    add("--semantic", action="store_true", help=said(texts.SEMANTIC))
    add("--no-reasons", action="store_true", help=said(texts.NO_REASONS))
    add("--event", metavar="EVENT", help=said(texts.EVENT))
    add("--requests", metavar="event.json", help=said(texts.REQUESTS))
    add("--quiet", action="store_true", help=said(texts.QUIET))


def _add_verify(parser: Grammar.Parser, grammar: Grammar) -> None:
    _add_plan(parser, grammar)
    said, add = grammar.said, parser.flags.add_argument
    add("--no-reasons", action="store_true", help=said(texts.REASONS_NOT_EXPECTED))
    add("--html", metavar="out.html", help=said(texts.HTML))


def _add_prove(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add = grammar.said, parser.flags.add_argument
    _add_plan(parser, grammar)
    add("-o", "--output", metavar="FOLDER", required=True, help=said(texts.PROOFS_OUT))
    seconds = grammar.checked(_seconds, texts.BAD_SECONDS)
    add("--time-limit", metavar="S", type=seconds, help=said(texts.PROVE_TIME))


def _add_show(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add = grammar.said, parser.flags.add_argument
    parser.things.add_argument("input", metavar="INPUT", help=said(texts.SHOWN_OF))
    parser.things.add_argument("plan", metavar="FILE", nargs="?", help=said(texts.SHOWN))
    add("--by", choices=VIEWS, help=said(texts.BY))
    add("--participant", metavar="ID", help=said(texts.PARTICIPANT))
    add("--diff", metavar="other-plan.json", help=said(texts.DIFF))
    add("--why", nargs=2, metavar=("PERSON", "PARTNER"), help=said(texts.SHOW_WHY))


def _add_plan(parser: Grammar.Parser, grammar: Grammar) -> None:
    parser.things.add_argument("input", metavar="INPUT", help=grammar.said(texts.INPUT))
    parser.things.add_argument("plan", metavar="plan.json", help=grammar.said(texts.PLAN_IN))


def _add_repair(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add, checked = grammar.said, parser.flags.add_argument, grammar.checked
    _add_plan(parser, grammar)
    parser.things.add_argument("disruptions", metavar="disruptions.json", help=said(texts.DISRUPTIONS_IN))
    add("-o", "--output", metavar="plan2.json", required=True, help=said(texts.PLAN_OUT))
    add("--event", metavar="event2.json", help=said(texts.EVENT_OUT))
    add("--next", metavar="next.json", help=said(texts.NEXT_OUT))
    add("--html", metavar="diff.html", help=said(texts.REPAIR_HTML))
    number = checked(_few, texts.BAD_ALTERNATIVES)
    add("--alternatives", metavar="K", type=number, default=0, help=said(texts.ALTERNATIVES))
    add("--now", metavar="SLOT", help=said(texts.NOW))
    seconds = checked(_seconds, texts.BAD_SECONDS)
    add("--time-limit", metavar="S", type=seconds, help=said(texts.REPAIR_TIME))
    add("--seed", metavar="N", type=checked(_count, texts.BAD_COUNT), default=0, help=said(texts.SEED))
    add("--quiet", action="store_true", help=said(texts.QUIET))


def _add_template(parser: Grammar.Parser, grammar: Grammar) -> None:
    parser.things.add_argument("output", metavar="event.xlsx", help=grammar.said(texts.TEMPLATE_OUT))
    parser.flags.add_argument("--force", action="store_true", help=grammar.said(texts.FORCE))
    parser.flags.add_argument("--profiles", action="store_true", help=grammar.said(texts.PEOPLE_TEMPLATE))


def _add_generate(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add = grammar.said, parser.flags.add_argument
    parser.things.add_argument("family", metavar="FAMILY", choices=FAMILIES, help=said(texts.FAMILY))
    add("-o", "--output", metavar="FILE", required=True, help=said(texts.GENERATE_OUT))
    add(
        "--people",
        metavar="N",
        type=grammar.checked(_size, texts.BAD_SIZE),
        default=150,
        help=said(texts.PEOPLE),
    )
    add(
        "--seed",
        metavar="N",
        type=grammar.checked(_count, texts.BAD_COUNT),
        default=1,
        help=said(texts.SEED_1),
    )


def _add_convert(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add = grammar.said, parser.flags.add_argument
    size = grammar.checked(_size, texts.BAD_SIZE)
    parser.things.add_argument("input", metavar="INPUT", help=said(texts.FOREIGN))
    add("-o", "--output", metavar="FILE", required=True, help=said(texts.CONVERT_OUT))
    add("--plan", metavar="plan.json", help=said(texts.PLAN_OUT_OF))
    add("--event", metavar="EVENT", help=said(texts.FRAME))
    add("--minutes", metavar="N", type=size, help=said(texts.MINUTES))
    add("--tables", metavar="N", type=size, help=said(texts.TABLES))
    add("--speakers", metavar="FILE", help=said(texts.SPEAKERS))
    add(
        "--goals", metavar="a,b,...", type=grammar.checked(_goals, texts.BAD_GOALS), help=_goals_help(grammar)
    )
    add("--no-break-spread", action="store_true", help=said(texts.NO_BREAK_SPREAD))


def _add_demo(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add, checked = grammar.said, parser.flags.add_argument, grammar.checked
    parser.things.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="treffen-demo", help=said(texts.DEMO_OUT)
    )
    add("--people", metavar="N", type=checked(_size, texts.BAD_SIZE), default=150, help=said(texts.PEOPLE))
    add("--seed", metavar="N", type=checked(_count, texts.BAD_COUNT), default=1, help=said(texts.SEED_1))
    seconds = checked(_seconds, texts.BAD_SECONDS)
    add("--time-limit", metavar="S", type=seconds, default=10.0, help=said(texts.DEMO_TIME))


def _add_admit(parser: Grammar.Parser, grammar: Grammar) -> None:
    said, add = grammar.said, parser.flags.add_argument
    parser.things.add_argument("input", metavar="INPUT", help=said(texts.INPUT))
    parser.things.add_argument("plan", metavar="plan.json", help=said(texts.WITNESS))
    parser.things.add_argument("requests", metavar="REQUEST", nargs="*", help=said(texts.ASKED))
    add("-o", "--output", metavar="answers.json", required=True, help=said(texts.ANSWERS_OUT))
    add("--policy", choices=POLICIES, default=POLICIES[0], help=said(texts.POLICY))
    add("--withdraw", metavar="REQUEST", action="append", default=[], help=said(texts.WITHDRAW))
    add("--possible", action="store_true", help=said(texts.ONLY_POSSIBLE))
    add("--room", metavar="ID", action="append", default=[], help=said(texts.ROOM))
    add("--html", metavar="out.html", help=said(texts.ANSWERS_PAGE))
    add("--quiet", action="store_true", help=said(texts.QUIET))


def _add_warm(parser: Grammar.Parser, grammar: Grammar) -> None:
    parser.flags.add_argument("--quiet", action="store_true", help=grammar.said(texts.QUIET))


COMMANDS = {
    "recommend": (texts.RECOMMEND, _add_recommend),
    "schedule": (texts.SCHEDULE, _add_schedule),
    "admit": (texts.ADMIT, _add_admit),
    "verify": (texts.VERIFY, _add_verify),
    "prove": (texts.PROVE, _add_prove),
    "show": (texts.SHOW, _add_show),
    "repair": (texts.REPAIR, _add_repair),
    "template": (texts.TEMPLATE, _add_template),
    "generate": (texts.GENERATE, _add_generate),
    "convert": (texts.CONVERT, _add_convert),
    "demo": (texts.DEMO, _add_demo),
    "warm": (texts.WARM, _add_warm),
}


# --- values of flags --------------------------------------------------------------------------


def _goals_help(grammar: Grammar) -> str:
    return grammar.said(Text(*(t.format(goals=", ".join(Goal)) for t in texts.GOALS)))


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < math.inf:
        raise ValueError(text)
    return seconds


def _count(text: str) -> int:
    count = int(text)
    if not 0 <= count < 2**63:
        raise ValueError(text)
    return count


def _threads(text: str) -> int:
    from treffen.scheduling import Limits  # takes long to import

    return Limits(threads=int(text)).threads


def _few(text: str) -> int:
    count = int(text)
    if not 0 <= count <= 3:
        raise ValueError(text)
    return count


def _size(text: str) -> int:
    size = int(text)
    if not 1 <= size <= 10**7:
        raise ValueError(text)
    return size


def _goals(text: str) -> tuple[Goal, ...]:
    goals = tuple(Goal(word.strip().lower()) for word in text.split(","))
    if len(set(goals)) < len(goals):
        raise ValueError(text)
    return goals
