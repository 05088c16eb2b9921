"""What everybody may read by machine: the same as on the public pages, without people."""
