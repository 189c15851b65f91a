"""Activation Lab: activation functions and their gradients, computed and shown."""

__version__ = "0.1.0"
