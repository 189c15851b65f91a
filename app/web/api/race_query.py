"""A race as a query string, and back: a plan's own names, and beside them who takes part, how often and how long."""

from typing import Annotated, Self

from fastapi import Request
from pydantic import BeforeValidator, Field, ValidationError

from app.faults import fault_sentence
from app.fields import Finite, Reference, Whole, as_list
from app.playground.plan import DataName, OptimizerName, Plan
from app.playground.race.plan import MOST_LANES, MOST_SEEDS, RacePlan
from app.web.api.plan_query import PlanQuery
from app.web.http.query_string import validated

_RACE = RacePlan(plan=Plan(), activations=("tanh", "relu", "silu", "gelu", "mish", "sigmoid"))


class RaceQuery(PlanQuery):
    """A race in the query string. Its defaults are those of a problem that activations differ in: the spiral."""

    data: DataName = "spiral"
    noise: Finite = 0.0
    layer: Annotated[
        list[str],
        BeforeValidator(as_list),
        Field(description="units:reference for each hidden layer; in each lane its activation is that of the lane"),
    ] = Field(default_factory=lambda: ["8:tanh", "8:tanh"])
    optimizer: OptimizerName = "adam"
    lr: Finite = 0.02
    f: Annotated[
        list[Reference],
        BeforeValidator(as_list),
        Field(min_length=1, max_length=MOST_LANES, description="Who takes part"),
    ] = Field(default_factory=lambda: list(_RACE.activations))
    seeds: Annotated[Whole, Field(ge=1, le=MOST_SEEDS, description="Networks of each")] = 16
    epochs: Annotated[Whole, Field(ge=1, description="Times to go through the data")] = _RACE.epochs
    target: Annotated[Finite, Field(ge=0, le=1, description="Accuracy that counts as solved")] = _RACE.target

    def race(self) -> RacePlan:
        """The race. Raises ValidationError or ValueError, with a sentence, where it is none."""
        return RacePlan(
            plan=self.plan(), activations=tuple(self.f), seeds=self.seeds, epochs=self.epochs, target=self.target
        )

    @classmethod
    def of_plan(cls, plan: Plan) -> Self:
        """The query of the usual race over `plan`."""
        return cls(**PlanQuery.of(plan).model_dump(exclude={"replicas"}))


def page_race(request: Request) -> tuple[RaceQuery, RacePlan, list[str]]:
    """The race that an address names, and a sentence for what is wrong with it; the usual race stands in then."""
    names = request.query_params
    given = {name: [text for text in names.getlist(name) if text.strip()] for name in names}
    try:
        query = validated(RaceQuery, {name: texts for name, texts in given.items() if texts})
        return query, query.race(), []
    except ValidationError as error:
        problem = fault_sentence(error.errors(include_url=False)[0])
    except ValueError as error:
        problem = str(error)
    usual = RaceQuery()
    return usual, usual.race(), [problem]
