"""What the exhibit of maxout says is a sentence, whatever it is asked to follow."""

import math

import pytest

from app.exhibits.catalogue import find


@pytest.mark.parametrize("f", ["x**2", "abs", "sine", "log(x-100)", "x*0", "prelu(alpha=2)"])
def test_every_finding_is_a_sentence_and_a_finite_number_or_none(f: str) -> None:
    maxout = find("maxout")
    assert maxout.stages is not None
    stage = next(maxout.stages(maxout.controls.model_validate({"f": f}), "cpu"))
    for finding in maxout.findings(stage.find()):
        assert finding.says.endswith(".")
        assert finding.value is None or math.isfinite(finding.value)
