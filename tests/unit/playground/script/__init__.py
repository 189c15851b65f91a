"""Proofs for the small networks that learn, and for the points that they learn from."""
