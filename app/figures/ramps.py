"""The colours of maps: from one end of a scale to the other, as the pages paint them on a light panel."""

from math import pi

import numpy as np

from app.analysis.points import Points

LIGHTNESS = 0.3, 0.92
CHROMA = 0.115
HUE = 300.0, 105.0
"""From the low end to the high one, in OKLCH, degrees: even steps of lightness and of hue at one chroma, so that equal
differences look equal, and lightness alone tells them. The Map page is told them."""

LOW, MIDDLE, HIGH = (0xD5, 0x5E, 0x00), (0xF4, 0xF4, 0xF2), (0x00, 0x72, 0xB2)
"""Red, green and blue of values below 1, of 1, and above it; --map-low, --middle and --map-high of the pages."""

# Ottosson 2020, A perceptual color space for image processing: OKLab to the cube roots of cone responses, these to
# linear sRGB
_TO_ROOTS = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_TO_LINEAR = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


def sequential(share: Points) -> Points:
    """The colours at shares, (n,), of the way from the low end to the high one: sRGB 0…1, (n, 3)."""
    lightness, hue = (ends[0] + (ends[1] - ends[0]) * share for ends in (LIGHTNESS, HUE))
    radians = hue * pi / 180
    return _shown(np.stack([lightness, CHROMA * np.cos(radians), CHROMA * np.sin(radians)], axis=-1))


def diverging(share: Points) -> Points:
    """The same of a scale round 1: from low over the middle, at one half, to high."""
    low, middle, high = (_lab(np.array(colour) / 255) for colour in (LOW, MIDDLE, HIGH))
    amount = np.abs(2 * share - 1)[:, None]
    return _shown(middle * (1 - amount) + np.where(share[:, None] < 0.5, low, high) * amount)


def _shown(lab: Points) -> Points:
    """OKLab (n, 3) as sRGB; what a screen has not is cut off."""
    linear = np.clip((lab @ _TO_ROOTS.T) ** 3 @ _TO_LINEAR.T, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _lab(colour: Points) -> Points:
    """sRGB (3,) as OKLab."""
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return np.linalg.solve(_TO_ROOTS, np.cbrt(np.linalg.solve(_TO_LINEAR, linear)))
