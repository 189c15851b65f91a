"""Exhibits: their controls, numbers and figures, without a server."""
