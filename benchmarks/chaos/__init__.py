"""Whether anything that was acknowledged is lost when processes, database, mail and disk fail at random."""
