"""Proofs for the catalogue, its entries, references and expressions."""
