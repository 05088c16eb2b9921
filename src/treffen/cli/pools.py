"""Profiles from files, the recommender of a pool, and the answer to "why?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import tell_faults, tell_notices
from treffen.cli.refusal import Refused
from treffen.problem import EntityKind

if TYPE_CHECKING:
    from treffen.files.people.display_names import PeopleNames
    from treffen.recommendation import Pool
    from treffen.recommendation.lists import Recommender
    from treffen.recommendation.semantic import Encoder


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A pool that was read, with the names to show for its ids."""

    pool: Pool
    names: PeopleNames


def open_people(path: str, console: Console) -> People:
    """The profiles in a file or folder, or a refusal that lists all their faults."""
    from treffen.files.people import read_people
    from treffen.files.people.display_names import PeopleNames
    from treffen.recommendation.vocabulary import Vocabulary

    reading = read_people(path, concepts=Vocabulary.standard().codes)
    if reading.pool is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    tell_notices(reading.notices, console)
    names = PeopleNames(reading.pool, reading.labels, console.language)
    return People(pool=reading.pool, names=names)


def check_known(people: People, ids: Sequence[str], console: Console) -> None:
    """A refusal unless all these are in the pool."""
    known = {str(profile.id) for profile in people.pool.profiles}
    for id in ids:
        if id not in known:
            console.say(messages.NO_SUCH_PROFILE, id=id)
            raise Refused(Exit.BAD_INPUT)


def open_encoder(console: Console) -> Encoder:
    """The encoder of the extra, or a refusal that says how to get it."""
    from treffen.recommendation.semantic import E5Encoder, NoEncoder

    try:
        return E5Encoder()
    except NoEncoder as error:
        console.say(messages.NO_ENCODER, what=error)
        raise Refused(Exit.BAD_INPUT) from None


def tell_why(made: Recommender, people: People, pair: Sequence[str], console: Console) -> None:
    """The answer in words, then what speaks for the pair."""
    from treffen.words.recommending import list_place, recommendation, why_not

    owner, partner = pair
    names = people.names
    answer = made.why_not(owner, partner)
    console.answer(
        f"{names(EntityKind.PROFILE, owner)} \N{RIGHTWARDS ARROW} {names(EntityKind.PROFILE, partner)}"
    )
    console.answer(why_not(answer, console.language, name=names))
    place = made.place(owner, partner)
    if place is not None:
        console.answer(f"- {list_place(place, console.language)}")
    for reason in answer.reasons if place is None else made.reasons(owner, partner):
        said = recommendation(reason, console.language, partner=partner, quote=names.quote, name=names)
        console.answer(f"- {said}")
