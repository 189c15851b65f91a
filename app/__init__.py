"""Activation Lab: activation functions and their gradients, computed and shown."""
