"""Other people's solvers on the same instances, each with the model its authors or users would give it."""
