"""How fast a yes is answered, with its guarantee."""
