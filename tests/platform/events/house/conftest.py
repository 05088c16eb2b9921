"""Who organises: greta and her event, as in the tests of its programme."""

from tests.platform.events.organise.conftest import event, greta, olaf

__all__ = ["event", "greta", "olaf"]
