"""Questions about programmes and the facts about them."""

from handschlag.programmes.queries.public import (
    all_programmes,
    facts_about,
    programme_at,
    programmes_at,
    shown_facts,
)

__all__ = ["all_programmes", "facts_about", "programme_at", "programmes_at", "shown_facts"]
