"""Proofs for the questions asked of an activation."""
