"""What figures mean, how they are judged, and which of them the public may see: plain Python."""
