"""Pictures that people send: drawn anew, kept under random names, served as nothing but a picture."""

from handschlag.common.pictures.dropping import drop_when_committed
from handschlag.common.pictures.serving import picture_response
from handschlag.common.pictures.storage import stored_picture

__all__ = ["drop_when_committed", "picture_response", "stored_picture"]
