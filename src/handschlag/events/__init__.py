"""Events: conferences with programme and exhibition, and activities of a campaign."""
