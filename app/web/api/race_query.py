"""A race as a query string, and back: a plan's own names, and beside them who takes part, how often and how long."""

from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.playground.race.plan import RacePlan
from app.web.api.flat_query import FlatQuery

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
