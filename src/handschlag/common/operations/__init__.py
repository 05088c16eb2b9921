"""What those who run the platform ask it: does it live, is it ready, how much and how fast."""
