"""The tables of the natural statements, printed and kept."""

from __future__ import annotations

from pathlib import Path

from benchmarks.machine import machine
from benchmarks.recommend import crossed
from benchmarks.recommend.gold import encoder
from benchmarks.recommend.natural import HEAD, HEAD_PAIRS, kinds_read, read, rows, rows_of_pairs
from benchmarks.results import write_table
from benchmarks.tables import aligned


def report(*, folder: Path, cache: Path, is_kept: bool) -> int:
    """Print the tables, keep them if wanted; 1 if the files are not there."""
    try:
        gold = read(folder)
    except FileNotFoundError as missing:
        print(f"\n=== recommend, natural: NOT MEASURED: {missing} ===\n", flush=True)
        return 1
    host, known = machine(), encoder(cache)
    table, pairs, held = (
        list(rows(gold, known)),
        list(rows_of_pairs(gold, known)),
        list(crossed.rows(gold, known)),
    )
    told = kinds_read(gold)
    print(f"\nrecommend, natural: {host['processor']}, {host['cores']} cores, {host['memory']}\n")
    print("\n\n".join([aligned(HEAD, table), aligned(HEAD_PAIRS, pairs), aligned(crossed.HEAD, held), *told]))
    if is_kept:
        aucs = [f"{way}: {what}: AUC {middle} ({between})." for way, what, _, middle, between in pairs]
        kept = {"head": HEAD, "rows": table, "pairs": pairs, "crossed": held}
        crosses = [
            f"{way}, cross-validated by area: hit@1 {hit}, nDCG@10 {gain}, a wrong kind ahead {ahead}."
            for way, hit, gain, ahead in held
        ]
        write_table("recommend_natural", (HEAD, table), host, kept=kept, sentences=[*crosses, *aucs, *told])
    return 0
