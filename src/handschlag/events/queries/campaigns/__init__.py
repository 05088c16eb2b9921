"""Questions about campaigns and their activities."""
