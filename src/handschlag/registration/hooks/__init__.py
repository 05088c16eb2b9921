"""Places to which apps above add plugins."""
