"""What can be done with campaigns and their activities."""
