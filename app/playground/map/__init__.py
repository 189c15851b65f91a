"""Maps: where networks learn, pixel by pixel, over two quantities that differ."""
