"""What the map shows: the drawing, its table, and the list of the place or Land that was chosen."""

from handschlag.directory.screens.map.page import map_screen
from handschlag.directory.screens.map.small import LandMap, land_map, network_map

__all__ = ["LandMap", "land_map", "map_screen", "network_map"]
