"""Activations across units read the last dimension, behind any batch shape, and do what their papers say."""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional as F

from app.activations.across_units import SlopeNetwork, aprelu, crelu, glu, maxout, slopes, with_slopes
from app.activations.bound import bind
from app.activations.catalogue import CATALOGUE
from app.activations.softmaxes import gumbel_softmax, hardmax, log_softmax, softmax, softmin, sparsemax
from app.analysis.derivatives import differentiate
from tests.unit.activations.trials import BY_NAME, trials

UNITS = 24
SHAPES = [(UNITS,), (2, UNITS), (2, 3, UNITS), (0, UNITS), (2, 0, UNITS)]
ACROSS_UNITS = [entry.name for entry in CATALOGUE if entry.kind == "across_units"]
SIMPLEX = ["softmax", "softmin", "hardmax", "gumbel_softmax", "sparsemax"]

# how many units come out of 24
OUTPUTS = {"maxout": 8, "glu": 12, "reglu": 12, "geglu": 12, "swiglu": 12, "crelu": 48}


def numbers(*shape: int) -> Tensor:
    """Normal numbers of size 3, in float64, always the same for the same shape."""
    return 3 * torch.randn(*shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


def defaults(name: str) -> dict[str, float]:
    return {parameter.name: parameter.default for parameter in BY_NAME[name].parameters}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ACROSS_UNITS)
def test_takes_any_batch_shape(name: str, shape: tuple[int, ...]) -> None:
    y = BY_NAME[name].function(numbers(*shape), **defaults(name))
    assert y.shape == (*shape[:-1], OUTPUTS.get(name, UNITS))
    assert y.dtype == torch.float64


@pytest.mark.parametrize("name", [name for name in ACROSS_UNITS if name != "gumbel_softmax"])
def test_treats_each_row_of_a_batch_alone(name: str) -> None:
    z = numbers(2, 3, UNITS)
    function = BY_NAME[name].function
    together = function(z, **defaults(name))
    alone = torch.stack([torch.stack([function(row, **defaults(name)) for row in rows]) for rows in z])
    torch.testing.assert_close(together, alone, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("name", SIMPLEX)
def test_shares_are_not_negative_and_add_up_to_1(name: str) -> None:
    for params in trials(BY_NAME[name], BY_NAME[name].parameters):
        shares = BY_NAME[name].function(numbers(50, UNITS), **params)
        assert (shares >= 0).all()
        torch.testing.assert_close(shares.sum(dim=-1), torch.ones(50, dtype=torch.float64), rtol=0, atol=1e-14)


@pytest.mark.parametrize("shift", [-700.0, 0.5, 1e4])
@pytest.mark.parametrize("name", [*SIMPLEX, "log_softmax"])
def test_a_common_shift_changes_nothing(name: str, shift: float) -> None:
    z = numbers(50, UNITS)
    function = BY_NAME[name].function
    # the sum z + shift is rounded to within 1e-12 at 1e4
    torch.testing.assert_close(
        function(z + shift, **defaults(name)), function(z, **defaults(name)), rtol=1e-11, atol=1e-11
    )


def test_softmax_is_the_exponential_over_its_sum() -> None:
    z = numbers(5, UNITS)
    powers = (z / 0.7).exp()
    torch.testing.assert_close(softmax(z, 0.7), powers / powers.sum(dim=-1, keepdim=True), rtol=1e-13, atol=0)


@pytest.mark.parametrize("size", [1e3, 1e6])
def test_softmax_does_not_overflow(size: float) -> None:
    z = torch.tensor([-size, 0.0, size], dtype=torch.float64)
    assert softmax(z, 0.05).tolist() == [0, 0, 1]
    assert log_softmax(z).tolist() == [-2 * size, -size, 0]


def test_softmax_goes_to_hardmax_and_to_equal_shares_with_its_temperature() -> None:
    z = torch.tensor([1.0, 3.0, 2.0], dtype=torch.float64)
    torch.testing.assert_close(softmax(z, 0.01), hardmax(z), rtol=0, atol=1e-12)
    torch.testing.assert_close(softmax(z, 1e9), torch.full_like(z, 1 / 3), rtol=0, atol=1e-8)


def test_the_jacobian_of_softmax_is_diag_p_minus_p_pt_over_t() -> None:
    z = numbers(6)
    for temperature in (0.5, 1.0, 4.0):
        p = softmax(z, temperature)
        jacobian = torch.autograd.functional.jacobian(lambda z, t=temperature: softmax(z, t), z)
        torch.testing.assert_close(jacobian, (p.diag() - p.outer(p)) / temperature, rtol=1e-12, atol=1e-15)


def test_the_jacobian_of_log_softmax_is_delta_minus_p() -> None:
    z = numbers(6)
    jacobian = torch.autograd.functional.jacobian(log_softmax, z)
    expected = torch.eye(6, dtype=torch.float64) - softmax(z, 1.0).expand(6, 6)
    torch.testing.assert_close(jacobian, expected, rtol=1e-12, atol=1e-15)


def test_log_softmax_and_softmin_are_what_their_names_say() -> None:
    z = numbers(5, UNITS)
    torch.testing.assert_close(log_softmax(z).exp(), softmax(z, 1.0), rtol=1e-12, atol=0)
    torch.testing.assert_close(softmin(z), softmax(-z, 1.0), rtol=1e-14, atol=0)


def test_hardmax_picks_the_first_largest() -> None:
    z = torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0], [-1.0, -2.0, -1.0]])
    assert hardmax(z).tolist() == [[0, 1, 0], [1, 0, 0], [1, 0, 0]]


def brute_projection(z: Tensor) -> Tensor:
    """The point of the simplex nearest to z: for each set of positive shares the best point, the nearest of all."""
    best, least = torch.empty(0), math.inf
    for size in range(1, len(z) + 1):
        for chosen in itertools.combinations(range(len(z)), size):
            support = list(chosen)
            p = torch.zeros_like(z)
            p[support] = z[support] - (z[support].sum() - 1) / size
            distance = float((p - z).norm())
            if (p >= 0).all() and distance < least:
                best, least = p, distance
    return best


@pytest.mark.parametrize("spread", [0.1, 0.5, 1.0, 5.0])
def test_sparsemax_is_the_projection_on_the_simplex(spread: float) -> None:
    for z in spread * numbers(12, 5):
        torch.testing.assert_close(sparsemax(z), brute_projection(z), rtol=0, atol=1e-14)


def test_sparsemax_agrees_with_the_example_of_its_paper() -> None:
    # Martins & Astudillo 2016, section 2.2: for two classes it is the hard sigmoid of z₁ − z₂
    for t in (-1.5, -1.0, -0.3, 0.0, 0.4, 1.0, 2.0):
        p = sparsemax(torch.tensor([t, 0.0], dtype=torch.float64))
        assert p[0].item() == pytest.approx(min(max((t + 1) / 2, 0), 1), abs=1e-15)


def test_the_jacobian_of_sparsemax_is_that_of_the_mean_over_its_support() -> None:
    z = torch.tensor([0.9, 0.5, 0.3, -2.0], dtype=torch.float64)
    inside = (sparsemax(z) > 0).double()
    expected = inside.diag() - inside.outer(inside) / inside.sum()
    torch.testing.assert_close(torch.autograd.functional.jacobian(sparsemax, z), expected, rtol=0, atol=1e-15)


@pytest.mark.parametrize("seed", [0, 7, 9999])
def test_gumbel_softmax_draws_what_torch_draws_from_the_seed(seed: int) -> None:
    z = numbers(5, UNITS)
    torch.manual_seed(seed)
    assert torch.equal(gumbel_softmax(z, 0.5, seed), F.gumbel_softmax(z, tau=0.5))
    assert not torch.equal(gumbel_softmax(z, 0.5, seed), gumbel_softmax(z, 0.5, seed + 1))


def test_gumbel_softmax_leaves_torchs_own_generator_alone() -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    gumbel_softmax(numbers(UNITS), 1.0, 5)
    assert torch.equal(torch.rand(1), expected)


def test_the_largest_of_gumbel_softmax_follows_softmax() -> None:
    z = torch.tensor([0.0, 1.0, 2.0], dtype=torch.float64)
    wins = hardmax(gumbel_softmax(z.expand(20_000, 3), 1.0, 0)).mean(dim=0)
    # the Gumbel-max trick; five standard errors of a share over 20,000 draws
    torch.testing.assert_close(wins, softmax(z, 1.0), rtol=0, atol=5 * 0.5 / math.sqrt(20_000))


def test_maxout_takes_the_largest_of_each_k_consecutive_units() -> None:
    z = torch.tensor([[1.0, 5.0, 2.0, -1.0, -3.0, -2.0]])
    assert maxout(z, 3).tolist() == [[5, -1]]
    assert maxout(z, 2).tolist() == [[5, 2, -2]]


def test_maxout_gives_the_gradient_to_the_first_of_equals() -> None:
    # docs/numerics.md: max(dim) gives the first index the whole gradient
    z = torch.tensor([2.0, 2.0, 1.0], requires_grad=True)
    maxout(z, 3).backward()
    assert z.grad is not None
    assert z.grad.tolist() == [1, 0, 0]


@pytest.mark.parametrize(("units", "k"), [(24, 5), (24, 7), (3, 2)])
def test_maxout_refuses_units_that_do_not_divide(units: int, k: int) -> None:
    with pytest.raises(ValueError, match=f"k = {k} needs a multiple of {k} units, not {units}"):
        maxout(torch.zeros(units), k)


# a statement of docs/numerics.md, found true: maxout of two lines reproduces ReLU, |x|, leaky ReLU and PReLU exactly
@pytest.mark.parametrize(
    ("lines", "name", "params"),
    [
        ((1.0, 0.0), "relu", {}),
        ((1.0, -1.0), "abs", {}),
        ((1.0, 0.25), "leaky_relu", {"alpha": 0.25}),
        ((1.0, -0.7), "prelu", {"alpha": -0.7}),
        ((1.0, 0.3), "prelu", {"alpha": 0.3}),
    ],
)
def test_maxout_of_two_lines_is_exactly_a_rectifier(
    lines: tuple[float, float], name: str, params: dict[str, float]
) -> None:
    first, second = lines
    given = {"k": 2, "slope_1": first, "offset_1": 0, "slope_2": second, "offset_2": 0}
    x = torch.linspace(-7, 7, 1401, dtype=torch.float64)
    x = x[x != 0]
    ours, theirs = (differentiate(bind(BY_NAME[n], p), x) for n, p in (("maxout", given), (name, params)))
    assert torch.equal(ours.value, theirs.value)
    assert ours.derivative is not None
    assert theirs.derivative is not None
    assert torch.equal(ours.derivative, theirs.derivative)
    assert bind(BY_NAME["maxout"], given).kinks == (0.0,)


LINES = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=8)


@given(LINES)
def test_the_kinks_of_maxout_are_where_its_slope_changes(lines: list[tuple[int, int]]) -> None:
    values: dict[str, float] = {"k": len(lines)}
    for j, (slope, offset) in enumerate(lines, start=1):
        values |= {f"slope_{j}": slope / 4, f"offset_{j}": offset / 4}
    envelope = bind(BY_NAME["maxout"], values)
    kinks = envelope.kinks
    assert kinks == tuple(sorted(set(kinks)))
    # slopes are quarters and offsets too, so that two kinks are at least 1/1640 apart
    x = torch.tensor([-1e3, *(kink + side * 1e-4 for kink in kinks for side in (-1, 1)), 1e3], dtype=torch.float64)
    slope = differentiate(envelope, x, order=1).derivative
    assert slope is not None
    changes = (slope.diff().abs() > 1e-9).tolist()
    assert changes == [i % 2 == 1 for i in range(2 * len(kinks) + 1)]


def test_glu_is_torchs_own() -> None:
    z = numbers(5, UNITS)
    assert torch.equal(glu(z), F.glu(z, dim=-1))


@pytest.mark.parametrize(
    ("name", "gate"), [("glu", torch.sigmoid), ("reglu", F.relu), ("geglu", F.gelu), ("swiglu", F.silu)]
)
def test_a_gated_unit_is_its_first_half_times_the_gate_of_the_second(name: str, gate: torch.nn.Module) -> None:
    z = numbers(5, UNITS)
    torch.testing.assert_close(BY_NAME[name].function(z), z[:, :12] * gate(z[:, 12:]), rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", ["glu", "reglu", "geglu", "swiglu"])
def test_a_gated_unit_refuses_an_odd_number_of_units(name: str) -> None:
    with pytest.raises(ValueError, match="even number of units to split in halves, not 7"):
        BY_NAME[name].function(torch.zeros(2, 7))


def test_crelu_keeps_both_parts_side_by_side() -> None:
    z = numbers(5, UNITS)
    both = crelu(z)
    assert torch.equal(both, torch.cat((F.relu(z), F.relu(-z)), dim=-1))
    assert torch.equal(both[:, :UNITS] - both[:, UNITS:], z)


def test_aprelu_is_a_prelu_whose_slope_is_between_0_and_1_and_differs_from_sample_to_sample() -> None:
    z = numbers(50, UNITS)
    y = aprelu(z, 8)
    assert torch.equal(y[z > 0], z[z > 0])
    slope = (y / z)[z < 0]
    assert (slope > 0).all()
    assert (slope < 1).all()
    assert slope.std() > 0.01


def test_aprelu_applies_the_slopes_of_its_network() -> None:
    z = numbers(5, UNITS)
    network = SlopeNetwork.draw(UNITS, 8, torch.Generator().manual_seed(0))
    assert network.w1.shape == (2 * UNITS, 8)
    assert network.w2.shape == (8, UNITS)
    # Zhao et al. 2020: z⁺ and z⁻ → FC → ReLU → FC → sigmoid, written out
    parts = torch.cat((z.clamp(min=0), z.clamp(max=0)), dim=-1)
    expected = torch.sigmoid(torch.relu(parts @ network.w1 + network.b1) @ network.w2 + network.b2)
    torch.testing.assert_close(slopes(network, z), expected, rtol=1e-14, atol=0)
    assert torch.equal(aprelu(z, 8), with_slopes(z, slopes(network, z)))
    assert torch.equal(aprelu(z, 8), aprelu(z, 8))


@pytest.mark.parametrize("name", [name for name in ACROSS_UNITS if name != "hardmax"])
def test_a_gradient_reaches_the_input_and_is_that_of_differences(name: str) -> None:
    z = numbers(3, UNITS)
    entry = BY_NAME[name]

    def function(z: Tensor) -> Tensor:
        return entry.function(z, **defaults(name))

    assert torch.autograd.gradcheck(function, (z.clone().requires_grad_(),), fast_mode=True)


def test_hardmax_carries_no_gradient() -> None:
    assert not hardmax(numbers(3, UNITS).requires_grad_()).requires_grad


@pytest.mark.parametrize("name", ACROSS_UNITS)
def test_a_slice_keeps_the_shape_of_x(name: str) -> None:
    activation = bind(BY_NAME[name], {})
    for shape in ((), (5,), (2, 3), (0,)):
        assert activation(torch.zeros(shape)).shape == shape


# the parameters that change nothing, and only they, are those that the entry says are idle
@pytest.mark.parametrize("name", ACROSS_UNITS)
def test_only_idle_knobs_change_nothing(name: str) -> None:
    entry = BY_NAME[name]
    activation = bind(entry, {})
    x = torch.linspace(-6, 6, 241, dtype=torch.float64)
    curve = activation(x)
    for knob in entry.knobs:
        moved = [bind(entry, {knob.name: end})(x) for end in (knob.low, knob.high) if end != knob.default]
        assert all(torch.equal(curve, other) for other in moved) == (knob.name in activation.idle)


@pytest.mark.parametrize(("k", "idle"), [(2, 12), (5, 6), (8, 0)])
def test_the_lines_of_maxout_beyond_the_kth_are_idle(k: int, idle: int) -> None:
    names = bind(BY_NAME["maxout"], {"k": k}).idle
    assert len(names) == idle
    assert all(int(name[-1]) > k for name in names)
