"""The exhibit of costs: a cost for each activation, in units of ReLU's, in the order that is asked for."""

from typing import Any

import pytest

from app.activations.catalogue import CATALOGUE
from app.exhibits.catalogue import find
from app.exhibits.exhibit import Stage
from app.figures.plotly import numbers


def test_the_first_stage_knows_relu_and_what_everything_keeps() -> None:
    first = _stage({"power": 10})
    assert first.find().yardstick.name == "relu"
    assert first.find().yardstick.seconds > 0
    assert first.find().relative(first.find().yardstick.seconds) == 1
    assert all(cost.bytes_kept is not None for cost in first.find().costs)
    assert len(first.find().timed) < len(CATALOGUE)


def _stage(given: dict[str, Any]) -> Stage[Any]:
    exhibit = find("cost")
    assert exhibit.stages is not None
    return next(exhibit.stages(exhibit.controls.model_validate(given), "cpu"))


def test_dots_are_in_units_of_relus_and_in_the_order_that_is_asked_for() -> None:
    exhibit = find("cost")
    for order in ("time", "memory", "family"):
        found = exhibit.measure(exhibit.controls.model_validate({"power": 10, "order": order}), "cpu")
        figure = exhibit.draw(found)
        back = [trace for trace in figure["data"] if trace.get("name") == "forward and back"]
        assert len({tuple(figure["layout"][axis]["range"]) for axis in ("xaxis", "xaxis2", "xaxis3")}) == 1
        names = [name for trace in back for name in trace["y"]]
        lengths = [length for trace in back for length in numbers(trace["x"]).tolist()]
        by_name = {cost.name: cost for cost in found.costs}
        assert sorted(names) == sorted(by_name)
        codes = [text.replace("<br>", " ") for trace in back for text in trace["hovertext"]]
        assert codes == [by_name[name].code or "a layer of 64 units" for name in names]
        for name, length in zip(names, lengths, strict=True):
            assert length == pytest.approx(by_name[name].seconds / by_name["relu"].seconds)
        match order:
            case "time":
                assert lengths == sorted(lengths)
            case "memory":
                kept = [by_name[name].bytes_kept for name in names]
                assert kept == sorted(kept)
            case _:
                assert names == [entry.name for entry in CATALOGUE]
