"""Whether anything is lost or doubled when twenty people press at the same moment."""
