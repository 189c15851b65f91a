"""The exhibit of zig-zag paths where there is nothing to go."""

from app.exhibits.catalogue import find


def test_every_finding_of_zigzag_has_a_value_or_none() -> None:
    zigzag = find("zigzag")
    measured = zigzag.measure(zigzag.controls(f="x*0"), "cpu")
    assert [finding.value for finding in zigzag.findings(measured)] == [None] * 4
