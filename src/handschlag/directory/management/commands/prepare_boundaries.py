"""Draws the boundaries of the Länder once, for the map in the page and for the interactive one.

Reads Natural Earth's boundaries (public domain) from data/natural_earth and writes what the platform uses:
data/outlines.json (paths on the sheet of the map) and static/directory/map/boundaries.json (degrees).
Running it again gives the same files; a test does that.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from handschlag.directory.map import outlines
from handschlag.directory.map.outlines import SHEET

PACKAGE = Path(__file__).resolve().parent.parent.parent
SOURCES = PACKAGE / "data" / "natural_earth"
SMALL = 3.0  # kilometres: less than two pixels on the small map of a page
ISLET = 6.0  # square kilometres: smaller than a dot there


class Command(BaseCommand):
    help = "Write the outlines of the Länder from Natural Earth's boundaries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, default=PACKAGE, help="the folder to write into")

    def handle(self, *_args: Any, into: Path, **_options: Any) -> None:
        lands, neighbours = _features("bundeslaender"), _features("nachbarlaender")
        write(into / "data" / "outlines.json", _drawn(lands))
        write(into / "static" / "directory" / "map" / "boundaries.json", _in_degrees(lands, neighbours))


def _features(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SOURCES / f"{name}.geojson").read_text("utf-8"))["features"]
    return found


def write(path: Path, content: object) -> None:
    """Writes compact JSON in UTF-8 that ends with a newline; folders that are missing are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def _polygons(feature: dict[str, Any]) -> list[list[list[list[float]]]]:
    shape = feature["geometry"]
    found: list[list[list[list[float]]]] = (
        shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    )
    return found


def _drawn(lands: list[dict[str, Any]]) -> dict[str, Any]:
    """Each Land by its code: the path, a thinned one, and where its name stands."""
    found = {}
    for land in lands:
        rings = [outlines.projected_ring(ring, SHEET) for polygon in _polygons(land) for ring in polygon]
        small = [outlines.thin(ring, SMALL) for ring in rings if abs(outlines.area(ring)) > ISLET]
        found[land["properties"]["code"]] = {
            "path": outlines.path_of(rings),
            "small": outlines.path_of(small),
            "name_at": [round(value, 1) for value in outlines.roomiest(rings)],
        }
    return {"width": SHEET.width, "height": SHEET.height, "lands": found}


def _in_degrees(lands: list[dict[str, Any]], neighbours: list[dict[str, Any]]) -> dict[str, Any]:
    """One collection for the interactive map; a Land carries its code, the borders of neighbours none."""
    rings = [ring for one in neighbours for polygon in _polygons(one) for ring in polygon]
    borders = {
        "type": "MultiLineString",
        "coordinates": [line for ring in rings for line in _uncut(ring, rings)],
    }
    shapes = [(land["properties"]["code"], land["geometry"]) for land in lands]
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"land": code}, "geometry": shape}
            for code, shape in [*shapes, ("", borders)]
        ],
    }


def _uncut(ring: list[list[float]], rings: list[list[list[float]]]) -> list[list[list[float]]]:
    """The lines of a ring without those along which the source was cut to a rectangle."""
    sides = [{edge(point[axis] for one in rings for point in one) for edge in (min, max)} for axis in (0, 1)]
    lines: list[list[list[float]]] = [[ring[0]]]
    for a, b in pairwise(ring):
        if any(a[axis] == b[axis] and a[axis] in sides[axis] for axis in (0, 1)):
            lines.append([b])
        else:
            lines[-1].append(b)
    return [line for line in lines if len(line) > 1]
