"""Traits against calculus."""
