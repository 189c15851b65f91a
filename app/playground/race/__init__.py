"""Activations against each other: the race, its standings, and when one is called ahead."""
