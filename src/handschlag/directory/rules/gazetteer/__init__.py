"""Where a name of a place, a region or a Land, or a postcode lies."""

from handschlag.directory.rules.gazetteer.place_names import Gazetteer, Town

__all__ = ["Gazetteer", "Town"]
