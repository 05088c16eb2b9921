"""Partners for actors all year: one run over 13,000 actors, and how soon a changed one has its list."""
