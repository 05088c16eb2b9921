"""`python manage.py appoint <address>` makes somebody an administrator: the first, or after a loss."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from handschlag.accounts.roles import appoint_administrator


class Command(BaseCommand):
    help = "Makes the person with this address an administrator, with a new account where there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument(
            "--forget-passkeys",
            action="store_true",
            help="the passkeys of this person are lost: remove them, and let a new one be registered",
        )

    def handle(self, *_args: object, **options: object) -> None:
        address = str(options["address"])
        try:
            validate_email(address)
        except ValidationError as invalid:
            raise CommandError(f"{address} is not an email address.") from invalid
        user = appoint_administrator(
            address=address, now=timezone.now(), forget_passkeys=bool(options["forget_passkeys"])
        )
        self.stdout.write(f"{user.email} is an administrator.")
        self.stdout.write(
            "Sign in with this address, then add a passkey: the role works with a passkey only."
        )
