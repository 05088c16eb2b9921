"""A bill of materials as CycloneDX 1.6."""

from __future__ import annotations

from typing import Any

from papers.bill import Bill, Part

_NAME = "handschlag"
_TOOL = "handschlag-sbom"


def cyclonedx(bill: Bill) -> dict[str, Any]:
    """The document, ready to be written as JSON."""
    own = f"pkg:pypi/{_NAME}@{bill.version}"
    refs = {part.name: part.purl for part in bill.parts if not part.is_inside}
    graph = {own: sorted(refs.get(one, one) for one in bill.needs)}
    graph |= {part.purl: sorted(refs[one] for one in part.needs) for part in bill.parts}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{bill.identity}",
        "version": 1,
        "metadata": {
            "timestamp": bill.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tools": {"components": [{"type": "application", "name": _TOOL, "version": bill.version}]},
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": _NAME,
                "version": bill.version,
                "purl": own,
                "licenses": [{"license": {"id": bill.licence}}],
            },
        },
        "components": [_component(part) for part in bill.parts],
        "dependencies": [{"ref": ref, "dependsOn": needed} for ref, needed in sorted(graph.items())],
        # Who needs whom is whole; which libraries lie inside the wheels of others, nobody tells us.
        "compositions": [
            {"aggregate": "complete", "dependencies": sorted(graph)},
            {"aggregate": "unknown", "assemblies": sorted(refs.values())},
        ],
    }


def _component(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "scope": "optional" if part.is_optional else "required",
        "licenses": [{"expression": part.licence}],
        "purl": part.purl,
    }
    if part.is_inside:
        files = [
            {"type": "file", "bom-ref": f"{part.purl}#{name}", "name": name, "hashes": [_hash(one)]}
            for name, one in part.hashes
        ]
        return {**made, "components": files}
    # The lock accepts any of these files of one release: which one depends on system and Python.
    told = {"type": "distribution", "url": part.purl, "hashes": [_hash(one) for _, one in part.hashes]}
    return {**made, "externalReferences": [told]}


def _hash(digest: str) -> dict[str, str]:
    return {"alg": "SHA-256", "content": digest}
