"""`python manage.py account show|block|unblock|export|erase <address>`: what administrators do on a page."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from handschlag.accounts import people
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import User
from handschlag.accounts.people import counts_of
from handschlag.common.refusals import Refusal

VERBS = ("show", "block", "unblock", "export", "erase")


class Command(BaseCommand):
    help = "Shows, blocks, unblocks, exports or erases the account with this address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=VERBS)
        parser.add_argument("address")
        parser.add_argument("--yes", action="store_true", help="erase without asking again")

    def handle(self, *_args: object, **options: object) -> None:
        user = User.objects.filter(email=normalised_address(str(options["address"]))).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        now = timezone.now()
        try:
            with translation.override("en"):
                self._do(str(options["verb"]), user, is_sure=bool(options["yes"]), now=now)
        except Refusal as refusal:
            with translation.override("en"):
                raise CommandError(refusal_message(refusal)) from refusal

    def _do(self, task: str, user: User, *, is_sure: bool, now: datetime) -> None:
        if task == "show":
            self._show(user, now=now)
        elif (task, user.is_active) in {("block", False), ("unblock", True)}:
            raise CommandError(f"The account is {'active' if user.is_active else 'blocked'} already.")
        elif task == "block":
            people.block_account(user_id=user.pk, by=None, now=now)
            self.stdout.write("Blocked; the person is told by e-mail.")
        elif task == "unblock":
            people.unblock_account(user_id=user.pk, by=None, now=now)
            self.stdout.write("Unblocked; the person is told by e-mail.")
        elif task == "export":
            found = people.export_account(user_id=user.pk, by=None, now=now)
            self.stdout.write(json.dumps(dict(found), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
        elif not is_sure:
            self._show(user, now=now)
            raise CommandError("Nothing was erased. Add --yes to erase all this for good.")
        else:
            people.erase_account_of(user_id=user.pk, by=None, now=now)
            self.stdout.write("Erased; the person is told in a last e-mail.")

    def _show(self, user: User, *, now: datetime) -> None:
        counts = counts_of(user, now=now)
        facts = (
            ("number", user.pk),
            ("state", "active" if user.is_active else "blocked"),
            ("opened", user.joined_at.date()),
            ("last used", user.seen_on or "never"),
            ("roles", ", ".join(sorted(user.granted)) or "none"),
            ("signed in in", f"{counts.sessions} browsers"),
            ("passkeys", counts.passkeys),
            ("letters kept", counts.letters),
            ("entries in events and matching", counts.elsewhere),
        )
        for name, value in facts:
            self.stdout.write(f"{name}: {value}")
