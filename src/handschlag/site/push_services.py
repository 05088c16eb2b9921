"""Where the browsers of this world take push messages: their makers run these services."""

from typing import Final

BROWSER_MAKERS: Final = (
    "fcm.googleapis.com",  # Chrome, Edge on phones, Opera, Samsung
    "updates.push.services.mozilla.com",
    "*.notify.windows.com",
    "*.push.apple.com",
)
