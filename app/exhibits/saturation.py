"""Saturation: pre-activations pushed through an activation, and how little gradient is left where it is flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.activations.reference import read
from app.analysis.curves import Window, sample
from app.analysis.experiments.saturation import Saturation, saturate
from app.analysis.points import Points
from app.analysis.precision import DtypeName
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Real, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of
from app.exhibits.step import Between, Estimate, Step
from app.fields import Reference
from app.figures.panels import Figure, Panel, bars, line, panels_figure, titled
from app.playground.plan import Plan
from app.text import number, percent

# further out lies one input in 16,000
REACH = 4.0
POINTS = 301
SHARE = titled("share", rangemode="tozero", tickformat=".0%")


class SaturationControls(Controls):
    """Where the pre-activations lie, and what they meet."""

    f: Annotated[Reference, Field(description="activation")] = "sigmoid"
    mean: Annotated[
        Real, Field(ge=-10, le=10, description="mean of the inputs", json_schema_extra=slider("μ", 0.1))
    ] = 0.0
    spread: Annotated[
        Real, Field(ge=0.05, le=10, description="spread of the inputs", json_schema_extra=slider("σ", 0.05))
    ] = 4.0
    dtype: Annotated[DtypeName, Field(description="computed in")] = "float64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The curve and its gradient over the inputs, and what becomes of these."""

    x: Points
    value: Points
    derivative: Points
    found: Saturation


def measure(controls: SaturationControls, device: str) -> Measured:
    """Sample the curve where the inputs lie, and push them through it."""
    f = read(controls.f)
    reach = REACH * controls.spread
    window = Window(low=controls.mean - reach, high=controls.mean + reach, points=POINTS)
    curves = sample([f], window, order=1, dtype=controls.dtype, device=device)
    value, derivative, _ = curves.curves[0].orders
    return Measured(
        x=curves.x,
        value=curves.x * 0 if value is None else value,
        derivative=curves.x * 0 if derivative is None else derivative,
        found=saturate(f, controls.mean, controls.spread, controls.dtype, device),
    )


def draw(measured: Measured) -> Figure:
    """Inputs above the curve that they meet; beside them the outputs, and the slopes that their gradients pass."""
    found = measured.found
    inputs = (
        bars(found.inputs.middles, found.inputs.shares, "inputs", 6),
        bars(found.saturated_inputs.middles, found.saturated_inputs.shares, "of these saturated, |f′| < 0.01", 1),
    )
    curve = (line(measured.x, measured.value, "f", 0), line(measured.x, measured.derivative, "f′, the gradient", 2))
    outputs = bars(found.outputs.middles, found.outputs.shares, "outputs", 0, showlegend=False)
    slopes = bars(found.slopes.middles, found.slopes.shares, "slopes", 2, showlegend=False)
    span = {"range": [float(measured.x[0]), float(measured.x[-1])]}
    return panels_figure(
        (
            (
                Panel(
                    title="Inputs z",
                    caption="How many inputs lie where; the orange ones meet |f′| < 0.01 and hardly learn.",
                    traces=inputs,
                    x=span,
                    y=SHARE,
                ),
                Panel(
                    title="Outputs f(z)",
                    caption="The same inputs after f: bars at the ends of its range are of inputs far out.",
                    traces=[outputs],
                    y=SHARE,
                ),
            ),
            (
                Panel(
                    title="The curve they meet",
                    caption="Where f′ lies on 0, f is flat, and the inputs there are the orange ones.",
                    traces=curve,
                    x=titled("z", **span),
                ),
                Panel(
                    title="Slopes |f′(z)|",
                    caption="By what each input's gradient is multiplied: a bar at 0 hears of no error.",
                    traces=[slopes],
                    x=titled("|f′|"),
                    y=SHARE,
                ),
            ),
        )
    )


def findings(measured: Measured) -> Iterator[Finding]:
    """What a layer of such units would have of it."""
    found = measured.found
    yield Finding(
        key="saturated",
        name="saturated",
        value=100 * found.saturated,
        unit="%",
        says="of the inputs lie where |f′| < 0.01: they hardly learn.",
    )
    yield Finding(
        key="dead",
        name="dead",
        value=100 * found.dead,
        unit="%",
        says="meet a gradient of exactly 0: they do not learn at all.",
    )
    yield Finding(key="slope", name="mean |f′|", value=found.mean_slope, says=_passed(found))
    yield Finding(key="output", name="mean output", value=found.mean, says=_answered(found))


def _passed(found: Saturation) -> str:
    """What becomes of a gradient."""
    if found.mean_slope is None:
        return "No slope is a number." if found.finite_slopes == 0 else "The slopes are too large for a mean."
    return f"is by what the activation multiplies a gradient, on average{_of_those(found.finite_slopes, 'slope')}."


def _answered(found: Saturation) -> str:
    """What the outputs mean for the layer that reads them."""
    if found.mean is None:
        return "No output is a number." if found.finite_outputs == 0 else "The outputs are too large for a mean."
    if found.spread is None:
        return "The outputs are too far from each other for a spread."
    return (
        f"The outputs spread by {number(found.spread, 3)} around it{_of_those(found.finite_outputs, 'output')}; the "
        "farther it is from 0 beside that, the more the next layer's weights zig-zag."
    )


def _of_those(share: float, what: str) -> str:
    """Which inputs a mean is over, where it is not over all."""
    return "" if share == 1 else f", over the {percent(share)} of inputs whose {what} is a number"


def plan(controls: SaturationControls) -> Plan:
    """A network of such units."""
    return layers_of(controls.f)


SATURATION = Exhibit(
    slug="saturation",
    title="Saturation",
    asks="When does a unit stop learning?",
    idea="Where a curve is flat its gradient is 0, and a unit whose inputs lie there stops learning.",
    minutes=5,
    steps=(
        Step(
            asks="A sigmoid gets inputs with a spread of 8. How many of them lie where its slope is below 0.01?",
            settings={"f": "sigmoid", "mean": "0", "spread": "8", "dtype": "float64"},
            prediction=Estimate(of="saturated", low=0, high=100, step=1, unit="%"),
            because="A sigmoid is steep within a few units of 0 alone: the wider its inputs, the fewer of them lie "
            "there.",
        ),
        Step(
            asks="ReLU gets inputs around −4 with a spread of 1.5. How many of them meet a gradient of exactly 0?",
            settings={"f": "relu", "mean": "-4", "spread": "1.5"},
            prediction=Between(
                of="dead",
                choices=("Less than 1 %", "From 1 to 50 %", "From 50 to 95 %", "95 % or more"),
                cuts=(1, 50, 95),
            ),
            because="Left of 0 ReLU is flat, and nearly all of these inputs lie there: such a unit is called dead.",
        ),
        Step(
            asks="Leaky ReLU gets the same inputs, around −4. How many of them meet a gradient of exactly 0?",
            settings={"f": "leaky_relu(alpha=0.1)", "mean": "-4", "spread": "1.5"},
            prediction=Between(
                of="dead",
                choices=("Less than 1 %", "From 1 to 50 %", "From 50 to 95 %", "95 % or more"),
                cuts=(1, 50, 95),
            ),
            because="Left of 0 its slope is α: little, but enough to come back by.",
        ),
        Step(
            asks="A sigmoid's slope is above 0 everywhere. In float16, how many inputs of spread 8 meet exactly 0?",
            settings={"f": "sigmoid", "mean": "0", "spread": "8", "dtype": "float16"},
            prediction=Between(of="dead", choices=("Less than 1 %", "From 1 to 50 %", "50 % or more"), cuts=(1, 50)),
            because="Half precision rounds a sigmoid far to the right to 1, and its slope, f(1 − f), is then exactly "
            "0.",
        ),
    ),
    leads=(
        Lead("depth", "What many such layers do to a gradient"),
        Lead("zigzag", "Why outputs of one sign slow the next layer"),
        Lead("surrogates", "How to learn where a slope is 0"),
    ),
    controls=SaturationControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)
