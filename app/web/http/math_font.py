"""The font of formulas: one with a table for mathematics, where npm has installed it; else a browser takes its own."""

from app.web.http.files import ROOT, PackedFile

INSTALLED = ROOT / "frontend/node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2"

MATH_FONT = PackedFile(INSTALLED.read_bytes(), "font/woff2") if INSTALLED.is_file() else None


def font_address() -> str | None:
    """Where it is served, by what is in it, so that a browser keeps it for ever; None where there is none."""
    return None if MATH_FONT is None else f"/assets/math-{MATH_FONT.fingerprint}.woff2"
