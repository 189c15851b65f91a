"""Pictures of what the analysis found: Plotly figures as plain dicts, and small SVG sketches; pure functions."""
