"""Looks up entries in a dump of ROR or of Wikidata that lies beside it, and writes what may belong together.

It asks no network and changes nothing: an editor looks at the table and enters an id that is right.
"""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handschlag.common.table_files import harmless
from handschlag.directory.public_data.linking import (
    Listed,
    Proposal,
    entries_without_id,
    from_ror,
    from_wikidata,
    proposals,
)

HEADS = ("entry", "id", "wikidata", "name", "place", "website", "score", "reasons")


class Command(BaseCommand):
    help = "Propose ROR ids or Wikidata items for entries, from a dump; nothing is changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ror", type=Path, help="a ROR dump: JSON in schema 2")
        parser.add_argument("--wikidata", type=Path, help="CSV: qid, label, alias, website, place")
        parser.add_argument("--to", type=Path, required=True, help="the table to write (CSV)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's own signature
        given = [(name, options[name]) for name in ("ror", "wikidata") if options[name]]
        if len(given) != 1:
            raise CommandError("Name one dump: --ror or --wikidata.")
        name, path = given[0]
        try:
            with path.open(encoding="utf-8-sig") as file:
                dump: Iterable[Listed] = from_ror(file) if name == "ror" else from_wikidata(file)
                found = proposals(entries_without_id("ror_id" if name == "ror" else "wikidata_id"), dump)
        except (OSError, ValueError, csv.Error) as fault:
            raise CommandError(f"{path} cannot be read: {fault}") from fault
        except (KeyError, TypeError, AttributeError) as fault:
            raise CommandError(f"{path} is no such dump: a record has another form ({fault}).") from fault
        with options["to"].open("w", encoding="utf-8", newline="") as table:
            writer = csv.writer(table)
            writer.writerow(HEADS)
            writer.writerows(self.rows(found))
        self.stdout.write(f"{len(found)} proposals in {options['to']}; nothing was changed.")

    def rows(self, proposals: Iterable[Proposal]) -> Iterator[tuple[Any, ...]]:
        for one in proposals:
            listed = one.listed
            facts = (listed.id, listed.wikidata, listed.names[0], listed.place, listed.website)
            yield (one.key, *map(harmless, facts), one.score, " + ".join(one.reasons))
