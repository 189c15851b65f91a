"""Stacked networks: their layers, losses, random streams, and the gradient of a batch."""
