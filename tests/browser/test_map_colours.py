"""The Map page paints in the colours of figures and files, whatever Chromium makes of them."""

import numpy as np
from playwright.sync_api import Page

from app.figures.ramps import diverging, sequential
from app.web.http.static_files import static_address

STEPS = 256
# red, green and blue of each step of both ramps, as the page's own module has them
TABLES = """async (address) => {
  const { rampOf } = await import(address);
  return ["sequential", "diverging"].map((kind) =>
    [...rampOf(kind).table].map((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]));
}"""


def test_the_page_has_the_colours_of_a_figure(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/map?points=60&layer=2%3Atanh&epochs=1&x_points=2&y_points=2")
    shares = np.linspace(0, 1, STEPS)
    for painted, ramp in zip(
        page.evaluate(TABLES, static_address("js/map/ramp.js")), (sequential, diverging), strict=True
    ):
        # both round, and the page writes shares of a mixture in hundredths of a percent
        assert np.abs(np.array(painted) - 255 * ramp(shares)).max() <= 1
