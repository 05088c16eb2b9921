"""Everybody who is measured, by the name shown in the tables."""

from __future__ import annotations

from benchmarks.answer import Contestant
from benchmarks.baselines import BASELINES
from benchmarks.engine import treffen
from benchmarks.peers.maxsat import rc2, uwrmaxsat
from benchmarks.peers.slot_model import cp_sat, highs

ENGINE = "treffen"
BREAK_PEERS: dict[str, Contestant] = {"UWrMaxSAT": uwrmaxsat, "RC2": rc2}
SLOT_PEERS: dict[str, Contestant] = {"HiGHS, slot model": highs, "CP-SAT, slot model": cp_sat}
CONTESTANTS: dict[str, Contestant] = {ENGINE: treffen, **BREAK_PEERS, **SLOT_PEERS, **BASELINES}
