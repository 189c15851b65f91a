"""What is measured of a curve."""
