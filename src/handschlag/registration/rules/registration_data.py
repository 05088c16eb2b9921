"""What a person says when registering, as one value; forms make it, actions write it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final

# What is more than a column of the registration.
BESIDE: Final = frozenset({"answers", "wishes", "consents", "has_accepted_terms"})
# What stays where everything else is erased: it counts, and says nothing about the person.
STAYS: Final = frozenset({"language", "has_lunch"})
# A change of these moves the entry in the person's calendar.
MOVING: Final = frozenset({"arrives_at", "leaves_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationData:
    """`wishes` maps the id of a session to must or like; moments are aware; `email` is normalised.

    Only who stands at the desk may do without an address.
    """

    name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    actor_id: int | None = None
    organisation: str = ""
    category_id: int | None = None
    place: str = ""
    language: str = "de"
    speaks: tuple[str, ...] = ()
    arrives_at: datetime | None = None
    leaves_at: datetime | None = None
    is_remote: bool = False
    has_lunch: bool = True
    diet: str = ""
    needs_step_free: bool = False
    needs_quiet: bool = False
    needs_interpreter: bool = False
    needs: str = ""
    visibility: Mapping[str, str] = field(default_factory=dict)
    wishes: Mapping[int, str] = field(default_factory=dict)
    answers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by the id of the question
    consents: frozenset[str] = frozenset()
    has_accepted_terms: bool = False


MOMENTS: Final = ("arrives_at", "leaves_at")
COLUMNS: Final = tuple(one.name for one in fields(RegistrationData) if one.name not in BESIDE)
# What form and column have in common, as it is.
_OTHERWISE: Final = {"actor_id", "organisation", "category_id", "language", "speaks", "visibility", *MOMENTS}
PLAIN: Final = tuple(name for name in COLUMNS if name not in _OTHERWISE)


def columns(facts: RegistrationData) -> dict[str, Any]:
    """The plain columns, as the database keeps them."""
    values: dict[str, Any] = {name: getattr(facts, name) for name in COLUMNS}
    return {**values, "speaks": list(facts.speaks), "visibility": dict(facts.visibility)}


def erased() -> dict[str, Any]:
    """What erasure leaves of the columns: what they say without being filled in."""
    return {name: value for name, value in columns(RegistrationData(name="")).items() if name not in STAYS}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    """The names of the columns that differ, in their order; never their values: those are personal."""
    return [name for name in after if before[name] != after[name]]


def packed(facts: RegistrationData) -> dict[str, Any]:
    """Everything that was said, as JSON keeps it."""
    values = columns(facts)
    moments = {name: values[name].isoformat() if values[name] else None for name in MOMENTS}
    return {
        **values,
        **moments,
        "wishes": {str(pk): wish for pk, wish in facts.wishes.items()},
        "answers": {str(pk): list(said) for pk, said in facts.answers.items()},
        "consents": sorted(facts.consents),
        "has_accepted_terms": facts.has_accepted_terms,
    }


def unpacked(values: Mapping[str, Any]) -> RegistrationData:
    """What `packed` wrote."""
    moments = {name: datetime.fromisoformat(values[name]) if values[name] else None for name in MOMENTS}
    wishes = {int(pk): wish for pk, wish in values["wishes"].items()}
    return RegistrationData(
        **{
            **values,
            **moments,
            "speaks": tuple(values["speaks"]),
            "wishes": wishes,
            "answers": {int(pk): tuple(said) for pk, said in values.get("answers", {}).items()},
            "consents": frozenset(values["consents"]),
        }
    )
