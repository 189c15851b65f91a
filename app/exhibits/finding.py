"""A finding: a number that an exhibit has measured and that is worth reading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A number worth reading: its name, its value (None where there is none), its unit, and what it means.

    Steps ask for it by its `key`, which stays the same whatever the settings and the language.
    """

    key: str = ""
    name: str
    value: float | None
    unit: str = ""
    says: str
