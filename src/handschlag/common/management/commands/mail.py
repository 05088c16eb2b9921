"""`handschlag mail list|send-now|retry`: what lies in the outbox, and what may go out at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Final

from django.core.management.base import BaseCommand
from django.db.models import Count, Min, QuerySet

from handschlag.common.database import database_now
from handschlag.common.mail import delivery
from handschlag.common.models import Mail
from handschlag.common.times import machine_time

VERBS: Final = ("list", "send-now", "retry")


class Command(BaseCommand):
    help = (
        "list: how many letters are in which state and why. send-now: those that wait for their next try are "
        "due. retry: those that were given up are tried again; without a number none refused for good."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=VERBS)
        parser.add_argument("letters", nargs="*", type=int, metavar="NUMBER", help="only these letters")

    def handle(self, *_args: object, **options: object) -> None:
        now, chosen, verb = database_now(), options["letters"], options["verb"]
        letters = Mail.objects.filter(pk__in=chosen) if isinstance(chosen, list) and chosen else None
        if verb == "list":
            self._list(Mail.objects.all() if letters is None else letters)
        elif verb == "send-now":
            waiting = delivery.that_wait(now=now) if letters is None else letters
            number = delivery.send_now(waiting, by_id=None, now=now)
            self._say(f"Due now: {number}.", options)
        else:
            failed = delivery.that_failed(now=now)
            failed = delivery.worth_a_try(failed) if letters is None else letters
            self._say(f"Tried again: {delivery.send_again(failed, by_id=None, now=now)}.", options)

    def _say(self, words: str, options: dict[str, object]) -> None:
        if options["verbosity"]:
            self.stdout.write(words)

    def _list(self, letters: QuerySet[Mail]) -> None:
        """One line for each state and reason, without an address; the number is that of the first."""
        counted = letters.order_by().values("state", "error", "is_held")
        counted = counted.annotate(number=Count("pk"), since=Min("created_at"), first=Min("pk"))
        for row in counted.order_by("state", "error", "is_held"):
            held = "held back " if row["is_held"] else ""
            about = f"since {machine_time(row['since'])}, first {row['first']} {held}{row['error']}"
            self.stdout.write(f"{row['number']:>7} {row['state']:<8} {about}".rstrip())
