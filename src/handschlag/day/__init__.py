"""The day itself: what goes wrong, the smallest repair, and what became of the meetings."""
