"""Computations that exhibits show: signals, gradients and weights on their way."""
