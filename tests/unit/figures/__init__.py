"""Proofs for the pictures."""
