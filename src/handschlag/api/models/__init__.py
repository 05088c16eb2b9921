"""The nouns of this floor."""

from handschlag.api.models.keys import ApiKey
from handschlag.api.models.webhooks import Delivery, DeliveryState, Endpoint, Occurrence, Stop

__all__ = ["ApiKey", "Delivery", "DeliveryState", "Endpoint", "Occurrence", "Stop"]
