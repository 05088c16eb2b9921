"""As much of JSON Schema as the schemas of people and lists use."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def check(value: Any, shape: dict[str, Any], root: dict[str, Any] | None = None) -> None:
    """Fails where the value is not of the shape."""
    root = root or shape
    if "$ref" in shape:
        check(value, root["$defs"][shape["$ref"].rpartition("/")[2]], root)
        return
    if "oneOf" in shape:
        fits = [one for one in shape["oneOf"] if _is(value, one, root)]
        assert len(fits) == 1, (value, shape)
        return
    assert "const" not in shape or value == shape["const"]
    assert "enum" not in shape or value in shape["enum"], (value, shape["enum"])
    if "type" in shape:
        assert isinstance(value, TYPES[shape["type"]]), (value, shape)
    assert "pattern" not in shape or re.search(shape["pattern"], value)
    assert "minimum" not in shape or value >= shape["minimum"]
    if isinstance(value, list):
        assert shape.get("minItems", 0) <= len(value) <= shape.get("maxItems", len(value))
        for one in value:
            check(one, shape.get("items", {}), root)
    if isinstance(value, dict):
        assert set(shape.get("required", ())) <= set(value)
        known = shape.get("properties", {})
        assert shape.get("additionalProperties", True) or set(value) <= set(known), set(value) - set(known)
        for key, one in value.items():
            check(one, known.get(key, {}), root)


def _is(value: Any, shape: dict[str, Any], root: dict[str, Any]) -> bool:
    try:
        check(value, shape, root)
    except AssertionError:
        return False
    return True
