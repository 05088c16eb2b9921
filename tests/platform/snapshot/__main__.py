"""Every page in both languages, as files that can be compared: what does a change change that people see?

    python -m tests.platform.snapshot before
    ... change templates ...
    python -m tests.platform.snapshot after
    diff -r before after

The world and the addresses are those of `tests/platform/attacks`; each page is shown to whoever it is meant
for, and once more after an empty form was sent to it. Clock and chance stand still, so that two runs of one
tree differ in nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.databases import ROOT, with_all_tables


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.platform.snapshot", description=__doc__.splitlines()[0]
    )
    parser.add_argument("folder", type=Path, help="where the files go; what is in it is thrown away")
    folder = parser.parse_args().folder.resolve()
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.platform.snapshot", str(folder)])
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as data:
        shutil.copy(with_all_tables(), Path(data) / "handschlag.sqlite3")
        os.environ |= {
            "HANDSCHLAG_MODE": "test",
            "HANDSCHLAG_DATA": data,
            "DJANGO_SETTINGS_MODULE": "handschlag.site.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        from handschlag.common.catalogues import compile_catalogues

        compile_catalogues()
        import django

        django.setup()
        from tests.platform import undefined
        from tests.platform.snapshot import walking

        undefined.install()
        taken = walking.take(folder)
    print(f"{taken.pages} pages in {folder}, after {time.perf_counter() - started:.0f} s")
    for line in taken.troubles:
        print(f"  {line}")
    print(f"{len(taken.unseen)} of {taken.templates} templates were not shown:")
    for name in taken.unseen:
        print(f"  {name.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
