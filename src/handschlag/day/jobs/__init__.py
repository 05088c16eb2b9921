"""Work of the day that outlasts a request."""

from handschlag.day.jobs import control as control
from handschlag.day.jobs import people as people
from handschlag.day.jobs import push as push
