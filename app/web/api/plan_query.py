"""A plan as a query string, and back; the page's address and the data's are the same."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.faults import fault_sentence
from app.fields import Closed, Finite, Whole, as_list
from app.playground.plan import (
    DataName,
    DataPlan,
    HiddenLayer,
    LossName,
    NetworkPlan,
    OptimizerName,
    Plan,
    TrainingPlan,
)
from app.text import exact
from app.web.http.query_string import validated

NO_LAYER = "none"

_DATA, _NETWORK, _TRAINING = DataPlan(), NetworkPlan(), TrainingPlan()
_PARTS: tuple[tuple[type[BaseModel], Mapping[str, str]], ...] = (
    (Plan, {}),
    (DataPlan, {"name": "data", "seed": "data_seed"}),
    (NetworkPlan, {}),
    (TrainingPlan, {}),
)
"""The parts of a plan, and the names in the query that are not those in the part."""

# more would be no number of units or samples, and take Python long to read
_DIGITS = re.compile(r"[0-9]{1,9}")


def _whole_or_all(value: object) -> object:
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value


def _described(schema: dict[str, Any]) -> None:
    """Give each value the words and the bounds that it has in the plan."""
    for part, others in _PARTS:
        for name, own in part.model_json_schema()["properties"].items():
            field = schema["properties"].get(others.get(name, name))
            if field is not None and "$ref" not in own:
                field |= {word: said for word, said in own.items() if word not in ("title", "default")}


def _texts(network: NetworkPlan) -> list[str]:
    """The hidden layers as the query names them."""
    return [f"{layer.units}:{layer.activation}" for layer in network.hidden] or [NO_LAYER]


class PlanQuery(Closed):
    """A plan in the query string: a name for each value, and `layer=units:reference` for each hidden layer."""

    model_config = ConfigDict(json_schema_extra=_described)

    data: DataName = _DATA.name
    points: Whole = _DATA.points
    noise: Finite = _DATA.noise
    train_fraction: Finite = _DATA.train_fraction
    data_seed: Whole = _DATA.seed
    layer: Annotated[
        list[str],
        BeforeValidator(as_list),
        Field(description="units:reference for each hidden layer, as in 8:elu(alpha=1.5); none for no hidden layer"),
    ] = Field(default_factory=lambda: _texts(_NETWORK))
    init: str = _NETWORK.init
    dropout: Finite = _NETWORK.dropout
    loss: LossName = _TRAINING.loss
    optimizer: OptimizerName = _TRAINING.optimizer
    lr: Finite = _TRAINING.lr
    batch_size: Annotated[Whole | Literal["all"], BeforeValidator(_whole_or_all)] = _TRAINING.batch_size
    l1: Finite = _TRAINING.l1
    l2: Finite = _TRAINING.l2
    activity: Finite = _TRAINING.activity
    replicas: Whole = 1
    seed: Whole = 0

    def plan(self, samples: Any = None) -> Plan:  # noqa: ANN401  rows, which the plan checks
        """The plan, with the user's own `samples`. Raises ValidationError or ValueError where it is none."""
        return Plan.model_validate(
            {
                "data": {
                    "name": self.data,
                    "points": self.points,
                    "noise": self.noise,
                    "train_fraction": self.train_fraction,
                    "seed": self.data_seed,
                    "samples": samples,
                },
                "network": {"hidden": self._hidden(), "init": self.init, "dropout": self.dropout},
                "training": {name: getattr(self, name) for name in TrainingPlan.model_fields},
                "replicas": self.replicas,
                "seed": self.seed,
            }
        )

    def _hidden(self) -> list[dict[str, object]]:
        return [] if self.layer == [NO_LAYER] else [_layer(text) for text in self.layer]

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """The query that stands for `plan`, but for the user's own samples."""
        return cls(
            data=plan.data.name,
            points=plan.data.points,
            noise=plan.data.noise,
            train_fraction=plan.data.train_fraction,
            data_seed=plan.data.seed,
            layer=_texts(plan.network),
            init=plan.network.init,
            dropout=plan.network.dropout,
            **plan.training.model_dump(),
            replicas=plan.replicas,
            seed=plan.seed,
        )

    def text(self, *, whole: bool = False) -> str:
        """The canonical query string: what stands at its default is left out, unless the `whole` is wanted."""
        usual = type(self)()
        values = {name: getattr(self, name) for name in type(self).model_fields}
        changed = {name: value for name, value in values.items() if whole or value != getattr(usual, name)}
        return urlencode({name: _plain(value) for name, value in changed.items()}, doseq=True)


def _plain(value: object) -> object:
    """A number in the fewest digits, as a page writes it."""
    return exact(value) if isinstance(value, float) else value


def _layer(text: str) -> dict[str, object]:
    """The layer that `units:reference` names. Raises ValueError with a sentence."""
    units, colon, reference = text.partition(":")
    if not colon or not _DIGITS.fullmatch(units.strip()):
        raise ValueError(f"layer={text[:60]} is not units:reference, as in layer=8:elu(alpha=1.5).")
    return HiddenLayer.model_validate({"units": int(units), "activation": reference}).model_dump()


def page_plan(request: Request) -> tuple[Plan, list[str]]:
    """The plan that an address names, and a sentence for what is wrong with it; the usual plan stands in then.

    Own samples are in no address: the page keeps them, and starts with them by itself.
    """
    names = request.query_params
    given = {name: names.getlist(name) for name in names if name != "data" or names[name] != "own"}
    try:
        return validated(PlanQuery, given).plan(), []
    except ValidationError as error:
        return Plan(), [fault_sentence(error.errors(include_url=False)[0])]
    except ValueError as error:
        return Plan(), [str(error)]
