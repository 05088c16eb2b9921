"""Joint projects that never took place, written by hand; who takes part is drawn with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from handschlag.common.csv_tables import read_table
from handschlag.demo.rules.bank import DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedProject:
    """`days` is when it begins, counted from today; `concept` is what its partners are sought for."""

    number: int
    network: str
    catalogue: str
    concept: str
    partners: int
    acronym: str
    title_de: str
    title_en: str
    programme: str
    funder: str
    days: int
    months: int


def invented_projects() -> tuple[InventedProject, ...]:
    """Every project of the table, numbered from 1 in its order."""
    rows = read_table(DATA / "projects.csv")
    numbers = ("partners", "days", "months")
    return tuple(
        InventedProject(
            number=number,
            **{name: text for name, text in row.items() if name not in numbers},
            partners=int(row["partners"]),
            days=int(row["days"]),
            months=int(row["months"]),
        )
        for number, row in enumerate(rows, start=1)
    )


def cast(dice: Random, *, fitting: Sequence[int], others: Sequence[int], partners: int) -> list[int]:
    """Who takes part: half of them because they fit, and who leads is one of these."""
    chosen = dice.sample(list(fitting), min(len(fitting), (partners + 1) // 2))
    rest = [one for one in others if one not in chosen]
    return [*chosen, *dice.sample(rest, min(len(rest), partners - len(chosen)))]


def grant(dice: Random) -> int:
    """In cents, in steps of 500 euros."""
    return dice.randrange(160, 1400) * 50_000
