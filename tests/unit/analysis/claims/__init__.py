"""Statements against theory."""
