"""A race as a query string, and back: a plan's own names, and beside them who takes part, how often and how long."""

from fastapi import Request
from pydantic import ValidationError

from app.faults import fault_sentence
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.playground.race.plan import RacePlan
from app.web.api.flat_query import FlatQuery
from app.web.http.manner import state_of
from app.web.http.query_string import validated

RACE_QUERY = FlatQuery(
    "race",
    RacePlan(
        # a problem that activations differ in
        plan=Plan(
            data=DataPlan(name="spiral", noise=0.0),
            network=NetworkPlan(hidden=(HiddenLayer(units=8), HiddenLayer(units=8))),
            training=TrainingPlan(optimizer="adam", lr=0.02),
        ),
        activations=("tanh", "relu", "silu", "gelu", "mish", "sigmoid"),
        seeds=16,
    ),
)


def race_over(plan: Plan) -> str:
    """The query of the usual race over `plan`, of which the replicas count for nothing."""
    return RACE_QUERY.text(RACE_QUERY.usual.model_copy(update={"plan": plan.model_copy(update={"replicas": 1})}))


def page_race(request: Request) -> tuple[RacePlan, list[str]]:
    """The race that an address names, and a sentence for what is wrong with it; the usual race stands in then."""
    given = {name: [text for text in texts if text.strip()] for name, texts in state_of(request).items()}
    try:
        query = validated(RACE_QUERY.model, {name: texts for name, texts in given.items() if texts})
        return RACE_QUERY.read(query), []
    except ValidationError as error:
        problem = fault_sentence(error.errors(include_url=False)[0])
    except ValueError as error:
        problem = str(error)
    return RACE_QUERY.usual, [problem]
