"""treffen decides who meets whom, when and where, with proof.

Ids in, ids out: the engine knows no web, no database and no person.
"""

__version__ = "0.1.0"
