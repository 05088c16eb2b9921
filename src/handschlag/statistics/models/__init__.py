"""The nouns of this floor: figures that everybody may see, and figures that outlive people's data."""

from handschlag.statistics.models.figures import KeptFigures, PublicFigures

__all__ = ["KeptFigures", "PublicFigures"]
