"""What people upload and workers print: in a folder of this machine, or in object storage of several."""

from handschlag.common.files.away import StorageAway
from handschlag.common.files.walking import names_below

__all__ = ["StorageAway", "names_below"]
