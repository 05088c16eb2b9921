"""Every page of the organisers' console, in an event of full size."""
