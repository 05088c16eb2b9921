"""Nearness of whole texts, through an encoder that is an extra."""

from treffen.recommendation.semantic.e5 import E5Encoder, NoEncoder
from treffen.recommendation.semantic.encoder import CachedEncoder, Encoder, Vectors
from treffen.recommendation.semantic.nearness import Semantic

__all__ = ["CachedEncoder", "E5Encoder", "Encoder", "NoEncoder", "Semantic", "Vectors"]
