"""The still of a page, read as what it is: XML with places, texts and paths."""

import re
from xml.etree import ElementTree as ET

# what a page with three maps and hundreds of points may weigh more, before it is compressed to a fifth
MOST_BYTES = 110_000
_PATH = re.compile(r"[MmLlhHvVz \d-]+")


def stills_of(page: str) -> list[ET.Element]:
    """The figures that stand in `page`."""
    # our own server wrote them
    return [ET.fromstring(text) for text in re.findall(r'<div class="still".*?</div>', page, re.DOTALL)]  # noqa: S314


def still_of(page: str) -> ET.Element:
    """The first figure of `page` that says itself what it shows."""
    return next(still for still in stills_of(page) if still.get("role") == "img")


def check_still(page: str) -> None:
    """All figures of the page stand within their places; one says what it shows, the others leave that to a canvas."""
    assert still_of(page).get("aria-label")
    for still in stills_of(page):
        assert still.get("role") == "img" or still.get("aria-hidden") == "true"
        _check_places(still)


def _check_places(still: ET.Element) -> None:
    panels = still.findall("svg")
    assert panels
    for panel in panels:
        places = dict(re.findall(r"--([\w-]+):([\d.]+)%;", panel.get("style", "")))
        for prefix in ("", "narrow-"):
            left, top, width, height = (float(places[prefix + side]) for side in ("left", "top", "width", "height"))
            assert 0 <= left < left + width <= 100.01
            assert 0 <= top < top + height <= 100.01
    for text in still.iter("text"):
        # what is turned stands in a frame of its own
        if not text.get("transform"):
            assert all(-0.01 <= float(text.get(side, "").rstrip("%")) <= 100.01 for side in "xy")
    for path in still.iter("path"):
        drawn = path.get("d", "")
        assert not drawn or _PATH.fullmatch(drawn), drawn[:200]
    assert len(ET.tostring(still)) < MOST_BYTES, len(ET.tostring(still))
