"""The still of a page, read as what it is: XML with places, texts and paths."""

import re
from xml.etree import ElementTree as ET

# what a page with three maps and hundreds of points may weigh more, before it is compressed to a fifth
MOST_BYTES = 110_000
_PATH = re.compile(r"[MmLlhHvVz \d-]+")


def still_of(page: str) -> ET.Element:
    """The figure that stands in `page`."""
    start = page.index('<div class="still"')
    # our own server wrote it
    return ET.fromstring(page[start : page.index("</div>", start) + len("</div>")])  # noqa: S314


def check_still(page: str) -> None:
    """The figure says what it shows, and all of it stands within it."""
    still = still_of(page)
    assert still.get("role") == "img"
    assert still.get("aria-label")
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
