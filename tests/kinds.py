"""The kinds of trace that the server's figures have: browsers get a script that knows them."""

KINDS = frozenset(("scatter", "bar", "heatmap", "contour"))
