"""The rules of this floor: plain values in, an answer out."""
