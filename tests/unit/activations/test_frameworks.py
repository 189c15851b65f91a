"""The torch spelling of every entry computes what the entry computes, and calls its derivative at a kink the same.

So do the spellings in Keras, on its JAX backend, and JAX on a machine that has them; elsewhere their tests are skipped.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.bound import bind
from app.activations.catalogue import CATALOGUE
from app.activations.spec import Activation, ParameterValues
from app.activations.spelled import torch_spelling
from app.analysis.curves import sample
from app.analysis.derivatives import differentiate
from tests.unit.activations.trials import BY_NAME, trials
from tests.unit.unoptimised import AS_IT_STANDS

RELATIVE = 1e-12
float64 = partial(torch.tensor, dtype=torch.float64)
SPELLED = [entry.name for entry in CATALOGUE if entry.frameworks.torch.code is not None]
ELEMENTWISE = [name for name in SPELLED if BY_NAME[name].kind == "elementwise"]
ACROSS_UNITS = [name for name in SPELLED if BY_NAME[name].kind == "across_units"]

# The spelling is the textbook's, and the entry is right where the textbook loses digits: what it loses, in spacings
# of float64 at the size that this function gives
LOSES: dict[str, Callable[[Tensor, ParameterValues], Tensor]] = {
    # x + √(x² + b) far left
    "squareplus": lambda x, _: x.abs(),
    # 1 − α(x + α) near 0, and more so the nearer α is to −1
    "soft_exponential": lambda x, p: 1 / (1 - p["alpha"] * (x + p["alpha"])).abs(),
}


def spelled(entry: Activation, params: ParameterValues) -> Callable[[Tensor], Tensor]:
    """The torch spelling of `entry` with `params`, as a function of x."""
    found = torch_spelling(bind(entry, params))
    assert found is not None
    return found.function


def own_trials(entry: Activation) -> list[dict[str, float]]:
    """The trials of the activation's own parameters, without those of its slice."""
    return trials(entry, entry.parameters)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_torch_spelling_computes_the_same(name: str) -> None:
    entry = BY_NAME[name]
    x = torch.linspace(-30, 30, 1201, dtype=torch.float64)
    for params in own_trials(entry):
        ours, theirs = entry.function(x, **params), spelled(entry, params)(x)
        spacings = LOSES[name](x, params) if name in LOSES else torch.zeros_like(x)
        allowed = RELATIVE * ours.abs() + 4 * torch.finfo(x.dtype).eps * spacings
        both_nan = ours.isnan() & theirs.isnan()
        wrong = ~(((ours - theirs).abs() <= allowed) | both_nan)
        assert not wrong.any(), (params, x[wrong], ours[wrong], theirs[wrong])


@pytest.mark.parametrize("name", ACROSS_UNITS)
def test_the_torch_spelling_computes_the_same_across_units(name: str) -> None:
    entry = BY_NAME[name]
    generator = torch.Generator().manual_seed(0)
    z = 3 * torch.randn(5, 24, generator=generator, dtype=torch.float64)
    for params in own_trials(entry):
        if z.shape[-1] % int(params.get("k", 1)):
            continue
        ours = entry.function(z, **params)
        torch.manual_seed(int(params.get("seed", 0)))
        torch.testing.assert_close(ours, spelled(entry, params)(z), rtol=RELATIVE, atol=RELATIVE)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", SPELLED)
def test_function_and_spelling_keep_the_dtype(name: str, dtype: torch.dtype) -> None:
    entry = BY_NAME[name]
    z = torch.linspace(-3, 3, 48).reshape(2, 24).to(dtype)
    params = own_trials(entry)[0]
    assert entry.function(z, **params).dtype == dtype
    assert spelled(entry, params)(z).dtype == dtype


@pytest.mark.parametrize("seed", [0, 1, 9999])
def test_the_slice_of_gumbel_softmax_is_torchs_own_after_the_same_seed(seed: int) -> None:
    activation = bind(BY_NAME["gumbel_softmax"], {"seed": seed, "tau": 0.5, "z2": -1.0, "z3": 2.0})
    for x in (-2.0, 0.0, 3.0):
        torch.manual_seed(seed)
        theirs = F.gumbel_softmax(torch.tensor([x, -1.0, 2.0], dtype=torch.float64), tau=0.5)[0]
        assert activation(torch.tensor([x], dtype=torch.float64)).item() == pytest.approx(theirs.item(), rel=RELATIVE)


@pytest.mark.parametrize("name", [name for name in ELEMENTWISE if BY_NAME[name].frameworks.torch.builtin])
def test_the_derivative_at_a_kink_is_torchs_own(name: str) -> None:
    entry = BY_NAME[name]
    for params in own_trials(entry):
        kinks = bind(entry, params).kinks
        if not kinks:
            continue
        x = torch.tensor(kinks, dtype=torch.float64)
        ours, theirs = (differentiate(f, x, order=1) for f in (bind(entry, params), spelled(entry, params)))
        assert ours.value.tolist() == theirs.value.tolist()
        assert ours.derivative is not None
        assert theirs.derivative is not None
        torch.testing.assert_close(ours.derivative, theirs.derivative, rtol=1e-7, atol=0)


# docs/numerics.md, "What each framework calls the derivative at a kink", the column of torch
@pytest.mark.parametrize(
    ("name", "params", "at", "derivative"),
    [
        ("relu", {}, 0, 0),
        ("clipped_relu", {}, 0, 0),
        ("clipped_relu", {}, 6, 0),
        ("leaky_relu", {"alpha": 0.2}, 0, 0.2),
        ("prelu", {"alpha": 0.25}, 0, 0.25),
        ("elu", {"alpha": 1.5}, 0, 1.5),
        ("celu", {"alpha": 1.5}, 0, 1),
        ("selu", {}, 0, 1.7580993408473766),
        ("hard_tanh", {}, -1, 0),
        ("hard_tanh", {}, 1, 0),
        ("hard_sigmoid", {}, -3, 0),
        ("hard_sigmoid", {}, 3, 0),
        ("hard_swish", {}, -3, 0),
        ("hard_swish", {}, 3, 1),
        ("hardshrink", {}, 0.5, 0),
        ("hardshrink", {}, -0.5, 0),
        ("softshrink", {}, 0.5, 0),
        ("softshrink", {}, -0.5, 0),
        ("abs", {}, 0, 0),
        ("thresholded_relu", {}, 1, 0),
        ("maxout", {"k": 2, "slope_1": 1, "offset_1": 0, "slope_2": -1, "offset_2": 0}, 0, 1),
    ],
)
def test_answers_the_derivative_at_a_kink_that_numerics_lists(
    name: str, params: dict[str, float], at: float, derivative: float
) -> None:
    (curve,) = sample([bind(BY_NAME[name], params)], [at - 1.0, float(at), at + 1.0], order=1).curves
    said = {kink.x: kink.torch[1] for kink in curve.kinks}[at]
    assert said == pytest.approx(derivative, rel=1e-15)


# docs/numerics.md, the same table: elu(1.5)″ 0 and softsign″ 0
@pytest.mark.parametrize(("name", "params"), [("elu", {"alpha": 1.5}), ("softsign", {})])
def test_answers_0_for_the_second_derivative_where_it_jumps(name: str, params: dict[str, float]) -> None:
    (curve,) = sample([bind(BY_NAME[name], params)], [-1.0, 0.0, 1.0]).curves
    assert curve.kinks[0].torch[2] == 0


Asked: TypeAlias = tuple[Activation, ParameterValues, Tensor]
"""An entry, its parameters, and inputs."""

# Keras on JAX computes these in float32
IN_FLOAT32 = {"tanh", "arctan", "sine", "sinc", "snake", "lisht", "prelu"}
# draws numbers of its own; does not add up to 1, as its entry says
NOT_THE_SAME = {("keras", "gumbel_softmax"), ("jax", "gumbel_softmax"), ("keras", "sparsemax")}

# docs/numerics.md, the same table: at a kink, what Keras on JAX calls the derivative, and what JAX does
OTHERS_DERIVATIVES: tuple[tuple[str, dict[str, float], float, float, float], ...] = (
    ("relu", {}, 0, 0, 0),
    ("clipped_relu", {"max_value": 5}, 0, 0, 0.5),
    ("clipped_relu", {"max_value": 5}, 5, 0.5, 0.5),
    ("leaky_relu", {"alpha": 0.25}, 0, 1, 1),
    ("prelu", {"alpha": 0.25}, 0, 0, 0.25),
    ("rrelu", {"lower": 0.125, "upper": 0.375}, 0, 1, 1),
    ("srelu", {"t_left": -1, "a_left": 0.1, "t_right": 1, "a_right": 2}, 1, 0.5, 0.5),
    ("elu", {"alpha": 1.5}, 0, 1.5, 1.5),
    ("celu", {"alpha": 1.5}, 0, 1, 1),
    ("selu", {}, 0, 1.7580993408473766, 1.7580993408473766),
    ("hard_tanh", {"min_val": -1, "max_val": 1}, 1, 0.5, 0.5),
    ("hard_sigmoid", {"slope": 0.25}, 2, 0.125, 0.125),
    ("hard_swish", {}, -3, 0, 0),
    ("hard_swish", {}, 3, 1, 1),
    ("sparse_sigmoid", {}, 1, 0.25, 0.25),
    ("hardshrink", {"theta": 0.5}, 0.5, 0, 0),
    ("softshrink", {"theta": 0.5}, 0.5, 0, 0.5),
    ("thresholded_relu", {"theta": 1}, 1, 0, 0),
    ("abs", {}, 0, 1, 1),
    ("squareplus", {"b": 0}, 0, math.nan, math.nan),
)


@pytest.mark.parametrize("framework", ["keras", "jax"])
def test_the_spellings_in_keras_and_jax_do_what_is_said_of_them(
    framework: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    names = _names(framework)
    tried = [_trial(entry) for entry in CATALOGUE if _is_spelled(entry, framework)]
    at_kinks = [(BY_NAME[name], params, float64([at])) for name, params, at, *_ in OTHERS_DERIVATIVES]
    found = _values_and_slopes([*tried, *at_kinks], names, framework)
    for (entry, params, z), answer in zip(tried, found, strict=False):
        _assert_the_same(entry, params, z, answer, is_short=framework == "keras" and entry.name in IN_FLOAT32)
    for (name, *_, keras, jax), (_, slope, _) in zip(OTHERS_DERIVATIVES, found[len(tried) :], strict=True):
        assert slope.item() == pytest.approx(keras if framework == "keras" else jax, rel=1e-7, nan_ok=True), name


def test_an_entry_says_where_keras_computes_in_float32() -> None:
    said = {entry.name for entry in CATALOGUE if "float32" in (entry.frameworks.keras.differs or "")}
    assert said == IN_FLOAT32


def _names(framework: str) -> dict[str, Any]:
    """What the spellings of a framework may name."""
    jax = pytest.importorskip("jax", reason=f"JAX is not installed: no spelling in {framework} is tried")
    jax.config.update("jax_enable_x64", val=True)
    names = {"jax": jax, "jnp": jax.numpy, "math": math}
    if framework == "keras":
        names["keras"] = pytest.importorskip("keras", reason="Keras is not installed: no spelling in it is tried")
    return names


def _is_spelled(entry: Activation, framework: str) -> bool:
    return getattr(entry.frameworks, framework).code is not None and (framework, entry.name) not in NOT_THE_SAME


def _trial(entry: Activation) -> Asked:
    """Inputs beside the kinks, or rows of several units, at an end of the parameters."""
    beside = torch.linspace(-6, 6, 49, dtype=torch.float64) + 0.0137
    rows = 3 * torch.randn(3, 24, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    # the last is the defaults where there are no parameters
    params = own_trials(entry)[-1]
    assert rows.shape[-1] % int(params.get("k", 1)) == 0
    return entry, params, beside if entry.kind == "elementwise" else rows


def _assert_the_same(
    entry: Activation, params: ParameterValues, z: Tensor, answer: tuple[Tensor, Tensor, str], *, is_short: bool
) -> None:
    value, slope, dtype = answer
    own_value, own_slope = _own_value_and_slope(entry, params, z)
    if value.shape == slope.shape:
        # outside the domain each says what it likes of the slope
        slope = torch.where(own_value.isnan(), own_slope, slope)
    assert is_short or dtype == "float64", entry.name
    assert is_short != (_apart(value, own_value) <= 1e-9), (entry.name, params)
    # in float32 a sine of 180 has its slope, of 30, to five digits
    assert max(_apart(value, own_value), _apart(slope, own_slope)) <= (1e-3 if is_short else 1e-9), (entry, params)


def _apart(found: Tensor, own: Tensor) -> float:
    """How far two answers are apart, of the size of the larger or of 1; infinite where one alone is a number."""
    assert found.shape == own.shape
    if not torch.equal(found.isnan(), own.isnan()):
        return math.inf
    return ((found - own).abs() / own.abs().clamp(min=1)).nan_to_num(0).max().item()


def _values_and_slopes(
    asked: Sequence[Asked], names: dict[str, Any], framework: str
) -> list[tuple[Tensor, Tensor, str]]:
    """What each spelling answers, the gradient of a weighed sum of that, and the dtype."""
    jax, jnp = names["jax"], names["jnp"]
    programs = [
        compile(getattr(entry.frameworks, framework).code.format(**params), entry.name, "eval")
        for entry, params, _ in asked
    ]

    def both(program: Any, x: Any) -> tuple[Any, Any]:
        value, back = jax.vjp(lambda x: eval(program, names | {"x": x}), x)  # noqa: S307  our own
        (slope,) = back(jnp.asarray(_weights(value.shape).numpy(), dtype=value.dtype))
        return value, slope

    # compiled one by one, or made quick, they take three times as long
    together = jax.jit(lambda inputs: list(map(both, programs, inputs)), compiler_options=AS_IT_STANDS)
    found = together([jnp.asarray(z.numpy()) for *_, z in asked])
    return [(float64(value.tolist()), float64(slope.tolist()), str(value.dtype)) for value, slope in found]


def _own_value_and_slope(entry: Activation, params: ParameterValues, z: Tensor) -> tuple[Tensor, Tensor]:
    """The same of the entry's own function."""
    z = z.clone().requires_grad_()
    value = entry.function(z, **params)
    if not value.requires_grad:
        return value, torch.zeros_like(z)
    return value.detach(), torch.autograd.grad(value, z, _weights(value.shape))[0]


def _weights(shape: Any) -> Tensor:
    return torch.arange(math.prod(shape), dtype=torch.float64).cos().reshape(tuple(shape))
