"""The part of an organisation in a joint project, as a value that an import keeps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedParticipation:
    """An organisation in a joint project, as one line says it; `number` names its grant or itself."""

    line: int
    project: str
    acronym: str
    title_de: str
    title_en: str
    programme: str
    funder: str
    role: str
    organisation: str
    grant: str
    subject: str
    cents: int | None
    starts_on: str
    ends_on: str

    @property
    def key(self) -> tuple[str, str, str]:
        """No two participations of a catalogue have the same."""
        return self.project, self.organisation, self.grant
