"""Stills: figures as SVG, which stand in a page where Plotly draws them once a reader wants more than to look."""
