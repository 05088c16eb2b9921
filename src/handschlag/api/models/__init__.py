"""The nouns of this floor."""

from handschlag.api.models.keys import ApiKey

__all__ = ["ApiKey"]
