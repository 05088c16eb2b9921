"""Tables that people bring: checked, mended, applied as a whole, undone as a whole."""
