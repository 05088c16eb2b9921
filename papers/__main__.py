"""`python -m papers VERB`, as `python3 run.py VERB` calls it."""

from __future__ import annotations

import sys

from papers.command import main

sys.exit(main(sys.argv[1:]))
