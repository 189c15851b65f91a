"""Experiments against theory."""
