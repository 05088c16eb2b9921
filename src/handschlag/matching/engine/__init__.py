"""The one door into the engine: rows to problems, plans to rows. Only ids that say nothing go through."""
