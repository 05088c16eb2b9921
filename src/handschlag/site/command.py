"""The command `handschlag`: Django's own commands, of the very code that the web server runs."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """As manage.py does it in a working copy."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
