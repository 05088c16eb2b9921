"""Pictures that people send: drawn anew, kept under random names, served as nothing but a picture."""

from handschlag.common.pictures.keeping import drop_when_committed, kept
from handschlag.common.pictures.serving import served

__all__ = ["drop_when_committed", "kept", "served"]
