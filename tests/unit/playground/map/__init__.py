"""Proofs for maps: pixels are what their plans are alone, whoever paints them."""
