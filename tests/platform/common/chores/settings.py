"""The platform's settings, with the chores."""

from handschlag.site.settings import *  # noqa: F403 - settings are one name space
from handschlag.site.settings import INSTALLED_APPS as APPS

INSTALLED_APPS = [*APPS, "tests.platform.common.chores"]
