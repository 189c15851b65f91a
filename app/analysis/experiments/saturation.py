"""What an activation makes of normally distributed inputs: how many of them it leaves without a gradient."""

from dataclasses import dataclass

import torch

from app.activations.bound import BoundActivation
from app.analysis.derivatives import differentiate
from app.analysis.experiments.histogram import Histogram, histogram
from app.analysis.precision import DTYPES, DtypeName
from app.analysis.traits.slopes import SATURATED

SAMPLES = 20_000
BINS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """What becomes of 20,000 inputs, evenly spaced quantiles of N(μ, σ).

    `saturated` is the share of them at which |f′| < 0.01, `dead` the share at which f′ is exactly 0 in the dtype,
    `mean` and `spread` are those of the outputs, `mean_slope` is the mean of |f′|, each over what is finite; None where
    it is not itself finite. `finite_outputs` and `finite_slopes` are the shares that are. `saturated_inputs` has the
    bins of `inputs`.
    """

    inputs: Histogram
    saturated_inputs: Histogram
    outputs: Histogram
    slopes: Histogram
    saturated: float
    dead: float
    finite_outputs: float
    finite_slopes: float
    mean: float | None
    spread: float | None
    mean_slope: float | None


def saturate(f: BoundActivation, mean: float, spread: float, dtype: DtypeName, device: str) -> Saturation:
    """Push the inputs through `f`, computed in `dtype`; an output that is not finite counts as none."""
    places = (torch.arange(SAMPLES, dtype=torch.float64) + 0.5) / SAMPLES
    z = mean + spread * torch.special.ndtri(places)
    value, derivative, _ = differentiate(f, z.to(device, DTYPES[dtype]), order=1)
    outputs = value.to("cpu", torch.float64)
    slopes = torch.zeros_like(outputs) if derivative is None else derivative.to("cpu", torch.float64).abs()
    is_saturated = slopes < SATURATED
    low, high = z[0].item(), z[-1].item()
    # outside the others there is nothing to see of the saturated ones
    marked = torch.where(is_saturated, z, torch.nan)
    return Saturation(
        inputs=histogram(z, BINS, low, high),
        saturated_inputs=histogram(marked, BINS, low, high),
        outputs=histogram(outputs, BINS),
        slopes=histogram(slopes, BINS, low=0.0),
        saturated=is_saturated.double().mean().item(),
        dead=(slopes == 0).double().mean().item(),
        finite_outputs=outputs.isfinite().double().mean().item(),
        finite_slopes=slopes.isfinite().double().mean().item(),
        mean=finite_mean(outputs),
        spread=_spread(outputs),
        mean_slope=finite_mean(slopes),
    )


def finite_mean(values: torch.Tensor) -> float | None:
    """The mean of the finite ones of `values`; None where there are none, or it is too large."""
    finite = values[values.isfinite()]
    mean = finite.mean().item() if len(finite) else float("nan")
    return mean if abs(mean) < float("inf") else None


def _spread(values: torch.Tensor) -> float | None:
    mean = finite_mean(values)
    variance = None if mean is None else finite_mean((values - mean) ** 2)
    return None if variance is None else variance**0.5
