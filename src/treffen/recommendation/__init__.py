"""Who should meet whom, and why: profiles in, lists with reasons out."""

from treffen.recommendation.pool import Pool
from treffen.recommendation.profiles import ActorKind, Direction, Position, Profile, Statement

__all__ = ["ActorKind", "Direction", "Pool", "Position", "Profile", "Statement"]
