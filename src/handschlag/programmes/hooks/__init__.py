"""Places to which the apps above add something."""
