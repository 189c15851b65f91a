"""A trained network as a Python script of its own."""
