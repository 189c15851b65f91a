"""Where the files of this project lie, and the address of Plotly's script."""

from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[3]
PLOTLY_PATH = f"/assets/plotly-{distribution('plotly').version}.min.js"
