#!/usr/bin/env python3
"""Django's own commands, for operators: `python manage.py migrate`, `check --deploy` ..."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
    from django.core.management import execute_from_command_line

    from handschlag.common.catalogues import compile_catalogues

    compile_catalogues()

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
