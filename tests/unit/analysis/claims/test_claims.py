"""Every claim is decided as theory decides it, by the number that theory gives, and a broken one is found out."""

import math
from typing import get_args

import numpy as np
import pytest
import torch

from app.activations.saturating import sigmoid
from app.analysis.claims.catalogue import CLAIMS, decide, find
from app.analysis.claims.claim import Decision, Judgement, Verdict, View
from app.analysis.claims.identities import compare
from app.analysis.claims.numbers import axis, peak, trough
from app.analysis.claims.signals import mean_squares
from app.analysis.claims.verdicts import conditional, truth, within

SIGMOIDS_OF_LOGITS = sum(1 / (1 + math.exp(-z)) for z in (2.0, 1.0, 0.5, -1.0))
# the u of tanh(x/2) at which 2u/(1 + u²) − u is largest: u² = √5 − 2
U = math.sqrt(math.sqrt(5) - 2)
# where the slope of the sigmoid is that of the hard sigmoid, 1/6
TANGENT = math.log((1 + 1 / math.sqrt(3)) / (1 - 1 / math.sqrt(3)))
GELU_BEYOND_SILU = 0.19300198798  # the largest x(Φ(x) − σ(x)), at 1.965469, by arithmetic of 60 digits
LINE = np.linspace(-1, 1, 321)
# the distance of |x| from the nearest parabola, the root of the mean square
FROM_A_PARABOLA = float(np.std(np.abs(LINE) - np.polyval(np.polyfit(LINE, np.abs(LINE), 2), LINE)))
LAMBERT = 0.2784645427610738  # W(1/e), the largest value of x/(1 + e^x)


def shares(*logits: float) -> list[float]:
    powers = [math.exp(z) for z in logits]
    return [power / sum(powers) for power in powers]


# each with the reason or the source
SLUGS = [claim.slug for claim in CLAIMS]

VERDICTS: dict[str, Verdict] = {
    "tanh_is_2_sigmoid_minus_1": "false",  # that is tanh(x/2)
    "tanh_is_a_rescaled_sigmoid": "true",  # multiply σ(2x) by e^x/e^x
    "sigmoid_derivative": "true",  # the quotient rule
    "tanh_derivative": "false",  # 1 − tanh²
    "softplus_derivative": "true",  # the chain rule
    "silu_derivative": "true",  # Elfwing et al. 2017
    "softmax_of_two": "true",  # divide by e^x
    "leaky_relu_is_a_maximum": "true if",  # a slope above 1 makes it the minimum
    "relu_is_homogeneous": "true if",  # positively homogeneous, and no more
    "maxout_reproduces": "true",  # Goodfellow et al. 2013, figure 1
    "gelu_tanh_form": "false",  # 4.73e-4, by arithmetic of 60 digits
    "gelu_sigmoid_form": "false",  # 0.0203, by the same
    "hard_sigmoid": "false",  # 0.0692 where the slopes are equal
    "softplus_gap": "true",  # log(1 + e^x) − max(x, 0) = log(1 + e^−|x|)
    "swish_becomes_relu": "true",  # Ramachandran et al. 2017
    "sigmoid_gradient_range": "misleading",  # σ(1 − σ) ≤ 1/4
    "tanh_gradient_range": "misleading",  # 1 − tanh² > 0
    "tanh_is_steeper": "true if",  # tanh′ falls as e^−2x, σ′ as e^−x
    "swish_only_rises": "false",  # −0.0998 at −2.399
    "relu_has_no_slope_at_zero": "true",  # its one-sided derivatives are 0 and 1
    "elu_is_smooth": "true if",  # Clevert et al. 2016: f′ → α on the left, 1 on the right
    "softsign_is_slow": "true",  # Glorot & Bengio 2010: 1/x² against e^−2x
    "gelu_is_monotone": "false",  # Hendrycks & Gimpel 2016
    "mish_is_bounded": "true",  # Misra 2019: ≈ −0.31
    "maxout_is_convex": "true",  # a maximum of affine functions is
    "relu_is_centred": "false",  # 1/√2π
    "tanh_is_centred": "true if",  # odd
    "elu_is_centred": "false",  # closer to 0 than ReLU, not there
    "relu_silences_half": "true if",  # Φ(−μ) = 1/2 at μ = 0 alone
    "shift_changes_softmax": "false",  # e^c cancels
    "softmax_dies": "false",  # p(1 − p) > 0
    "softmax_outputs_are_independent": "false",  # −pᵢpⱼ
    "sigmoids_sum_to_one": "false",  # each has a scale of its own
    "cold_softmax_is_hardmax": "true if",  # 1 − σ(gap/T) ≤ 1/100
    "cross_entropy_gradient": "true",  # Bridle 1990
    "deep_layers_learn_alike": "false",  # Glorot & Bengio 2010
    "xavier_keeps_relu_signals": "false",  # He et al. 2015: half in each layer
    "he_keeps_relu_signals": "true",  # the same
    "selu_with_any_weights": "true if",  # Klambauer et al. 2017: with weights of variance 1/n
    "torch_gains_keep_variance": "false",  # 1/√E f(Z)² is 1.5925 for tanh and 1 for SELU; torch has 5/3 and 3/4
    "linear_layers_collapse": "true",  # a product of matrices is a matrix
    "descent_tells_equal_units_apart": "false",  # equal units have equal gradients
    "a_dead_unit_recovers": "false",  # its gradient is 0 on every sample
    "weights_move_together": "true",  # LeCun et al. 1998, section 4.3
    "batches_agree_on_average": "true if",  # a mean of means of equal size
    "relu_of_both_signs": "true",  # one of the two is 0
    "hard_swish_is_swish": "false",  # at 3 it is 3, and Swish 3σ(3)
    "gelu_is_silu": "false",  # Φ is steeper than σ
    "swish_rises_gently": "false",  # f′(x) + f′(−x) = 1, and f′ is below 0 somewhere
    "scaling_leaves_softmax": "false",  # a factor is a temperature
    "softmax_breaks_at_zero": "false",  # a quotient of sums of exponentials
    "xavier_bounds": "true",  # a uniform number in ±c has variance c²/3
    "squared_loss_learns_as_fast": "false",  # its gradient has the factor σ(1 − σ)
    "monotone_is_convex": "true if",  # the logistic loss has second derivative σ(1 − σ)
    "batch_means_vary_by_size": "true if",  # without replacement, (N − B)/(N − 1) times that
    "relus_make_pieces": "true",  # one kink each
    "anything_is_universal": "true if",  # Leshno et al. 1993
    "slopes_of_relu_suffice": "true if",  # He et al. 2015: half of the variance is lost in each layer
    "leaky_relu_cures": "false",  # (1 + α²)/2 is half, too
    "slope_is_even": "false",  # 1 − σ(x) is 0 where σ(x) rounds to 1
    "dropout_changes_nothing": "false",  # Klambauer et al. 2017: the variance grows by 1/(1 − p)
    "sigmoid_never_reaches_one": "false",  # 1 − σ falls below half a spacing
    "softmax_as_written": "true if",  # e^88.7 is the largest of float32
    "log_of_sigmoid": "true if",  # below −103 σ is 0 in float32
}

NUMBERS = {
    "tanh_is_2_sigmoid_minus_1": 2 * U / (1 + U * U) - U,
    "tanh_derivative": (1 + math.tanh(8)) ** 2 - 1 + math.tanh(8) ** 2,
    "leaky_relu_is_a_maximum": 1.0,
    "relu_is_homogeneous": 0.0,
    "gelu_tanh_form": 4.7323e-4,
    "gelu_sigmoid_form": 0.020335,
    "hard_sigmoid": 1 / (1 + math.exp(-TANGENT)) - TANGENT / 6 - 0.5,
    "softplus_gap": math.log(2),
    "swish_becomes_relu": LAMBERT / 100,
    "sigmoid_gradient_range": 0.25,
    "tanh_gradient_range": 1.0,
    # cosh x = 2·cosh(x/2)
    "tanh_is_steeper": 2 * math.acosh((1 + math.sqrt(3)) / 2),
    "swish_only_rises": -0.0998393201,
    "relu_has_no_slope_at_zero": 1.0,
    "elu_is_smooth": 1.0,
    "softsign_is_slow": 9.0,
    "gelu_is_monotone": -0.1289041452,
    "mish_is_bounded": -0.3088434130,
    "relu_is_centred": 1 / math.sqrt(2 * math.pi),
    # ∫ (e^x − 1) over the left half is √e·Φ(−1) − 1/2
    "elu_is_centred": 1 / math.sqrt(2 * math.pi) + math.sqrt(math.e) * math.erfc(1 / math.sqrt(2)) / 2 - 0.5,
    "relu_silences_half": 50.0,
    "softmax_dies": shares(-1, -2, -3, -4)[3] * (1 - shares(-1, -2, -3, -4)[3]),
    "softmax_outputs_are_independent": shares(2, 1, 0.5, -1)[0] * shares(2, 1, 0.5, -1)[1],
    "sigmoids_sum_to_one": SIGMOIDS_OF_LOGITS,
    "cold_softmax_is_hardmax": 0.1 * math.log(99),
    "xavier_keeps_relu_signals": 0.5,
    "he_keeps_relu_signals": 1.0,
    "hard_swish_is_swish": 3 / (1 + math.exp(3)),
    "gelu_is_silu": GELU_BEYOND_SILU,
    "swish_rises_gently": 1.0998393201,
    "scaling_leaves_softmax": shares(20, 10, 5, -10)[0] - shares(2, 1, 0.5, -1)[0],
    "softmax_breaks_at_zero": 0.0,
    "squared_loss_learns_as_fast": 1 / (2 + 2 * math.cosh(6)),
    # σ(1 − σ)²(3σ − 1), at its least
    "monotone_is_convex": min(p * (1 - p) ** 2 * (3 * p - 1) for p in np.linspace(0, 1, 100_001).tolist()),
    "batch_means_vary_by_size": (6 - 3) / (6 - 1),
    "relus_make_pieces": 13.0,
    "anything_is_universal": FROM_A_PARABOLA,
    "slope_is_even": 100.0,
    "descent_tells_equal_units_apart": 1.0,
    "a_dead_unit_recovers": 0.0,
    "weights_move_together": 0.0,
    # the first hundredth after 24 log 2, from which on 1 − σ is less than half of float32's last bit
    "sigmoid_never_reaches_one": math.ceil(2400 * math.log(2)) / 100,
    # the last multiple of 4 before the logarithm of the largest number
    "softmax_as_written": 4 * math.floor(math.log(torch.finfo(torch.float32).max) / 4),
}


def found(slug: str) -> Decision:
    return decide(slug, "cpu")


def test_every_claim_has_a_verdict_from_theory_and_a_slug_of_its_own() -> None:
    assert sorted(SLUGS) == sorted(VERDICTS)
    assert len(set(SLUGS)) == len(CLAIMS) >= 22
    assert set(VERDICTS.values()) == set(get_args(Verdict))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_numbers_decide_as_theory_does(slug: str) -> None:
    assert found(slug).verdict == VERDICTS[slug]


@pytest.mark.parametrize(("slug", "expected"), NUMBERS.items())
def test_the_number_is_that_of_theory(slug: str, expected: float) -> None:
    # NUMBERS has no more digits than this where it names them
    assert found(slug).value == pytest.approx(expected, rel=2e-5, abs=1e-9)


# what is drawn by chance
DRAWN = {"xavier_bounds"}


@pytest.mark.parametrize(
    "slug", [slug for slug, verdict in VERDICTS.items() if verdict == "true" and slug not in {*NUMBERS, *DRAWN}]
)
def test_what_holds_exactly_holds_to_rounding(slug: str) -> None:
    assert abs(found(slug).value) < 1e-12


def test_the_variance_of_xaviers_weights_is_that_of_their_bounds() -> None:
    assert found("xavier_bounds").value == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("slug", ["slopes_of_relu_suffice", "leaky_relu_cures"])
def test_thirty_layers_more_halve_the_square_of_a_gradient_thirty_times(slug: str) -> None:
    # in layers of 64 units chance is off by a few times
    assert 2**-15 / 8 < found(slug).value < 2**-15 * 8


def test_dropout_of_half_doubles_the_variance() -> None:
    assert found("dropout_changes_nothing").value == pytest.approx(2, abs=0.1)


def test_a_deep_sigmoid_stack_learns_thousands_of_times_faster_at_its_end() -> None:
    # each of the nine layers between multiplies the gradient by its slope, 1/4 at most
    assert found("deep_layers_learn_alike").value > 4**7


def test_the_logarithm_of_a_sigmoid_is_lost_where_float32_runs_out() -> None:
    info = torch.finfo(torch.float32)
    assert math.log(info.tiny * info.eps) < found("log_of_sigmoid").value <= math.log(info.tiny)


@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0])
def test_the_mean_square_of_relu_is_halved_by_the_activation(gain: float) -> None:
    # He et al. 2015, equation 9
    sizes = mean_squares(torch.relu, torch.tensor([gain]).double(), torch.ones(1).double())[:, 0]
    np.testing.assert_allclose(sizes, (gain / 2) ** np.arange(len(sizes)), rtol=1e-12)


def test_selus_fixed_point_attracts_as_much_as_its_paper_says() -> None:
    # Klambauer et al. 2017: at mean 0 and variance 1, ∂ν̃/∂ν = 0.782648 with the mean's part in it
    sizes = mean_squares(torch.selu, torch.ones(1).double(), torch.tensor([1 + 1e-4]).double())[:, 0]
    assert ((sizes[1] - 1) / (sizes[0] - 1)).item() == pytest.approx(0.782648, abs=1e-3)


# how a verdict is found


def test_a_broken_identity_is_found_false() -> None:
    assert compare({"σ": sigmoid, "σ again": lambda x: 1 / (1 + torch.exp(-x))}, "cpu").verdict == "true"
    wrong = compare({"σ": sigmoid, "σ and a little": lambda x: sigmoid(x) + 1e-9}, "cpu")
    assert wrong.verdict == "false"
    assert wrong.value == pytest.approx(1e-9)


def test_a_tolerance_counts() -> None:
    sides = {"0": torch.zeros_like, "x/100": lambda x: x / 100}
    assert compare(sides, "cpu", within=0.081).verdict == "true"
    assert compare(sides, "cpu", within=0.079).verdict == "false"


@pytest.mark.parametrize(
    ("least", "largest", "verdict"),
    [(0.0, 1.0, "true"), (0.0, 0.25, "misleading"), (0.5, 1.0, "misleading"), (0.0, 1.1, "false"), (-0.1, 1, "false")],
)
def test_a_range_misleads_where_it_is_wider_than_need_be(least: float, largest: float, verdict: Verdict) -> None:
    assert within(0.0, 1.0, least, largest).verdict == verdict


@pytest.mark.parametrize(
    ("holds", "condition", "verdict"),
    [
        ([1, 1, 1], [0, 1, 1], ("true", "")),
        ([0, 1, 1], [0, 1, 1], ("true if", "x")),
        ([0, 0, 1], [0, 1, 1], ("false", "")),
        ([1, 0, 1], [0, 1, 1], ("false", "")),
        ([0, 0, 0], [0, 1, 1], ("false", "")),
        ([0, 0, 0], [0, 0, 0], ("false", "")),
    ],
)
def test_a_condition_saves_a_statement_that_holds_where_it_is_met_and_nowhere_else(
    holds: list[int], condition: list[int], verdict: tuple[Verdict, str]
) -> None:
    assert conditional(torch.tensor(holds).bool(), torch.tensor(condition).bool(), "x") == verdict


def test_what_holds_is_true() -> None:
    assert [truth(holds=holds).verdict for holds in (True, False)] == ["true", "false"]


@pytest.mark.parametrize(("verdict", "condition"), [("true if", ""), ("true", "x > 0"), ("false", "x > 0")])
def test_only_what_is_true_under_a_condition_has_one(verdict: Verdict, condition: str) -> None:
    with pytest.raises(ValueError, match="but its condition"):
        Decision(value=1.0, judgement=Judgement(verdict, condition), says="is one.", views=())


def test_a_peak_is_found_to_a_millionth() -> None:
    at, value = peak(lambda x: -((x - 1 / 3) ** 2), "cpu")
    assert at == pytest.approx(1 / 3, abs=1e-6)
    assert value == pytest.approx(0, abs=1e-12)
    assert trough(lambda x: x, "cpu") == (-8.0, -8.0)


def test_whole_numbers_are_on_the_axis() -> None:
    assert set(range(-8, 9)) <= set(axis("cpu").tolist())


# what there is to read and to see


@pytest.mark.parametrize("slug", SLUGS)
def test_says_how_the_number_decides_and_shows_why(slug: str) -> None:
    decision = found(slug)
    assert math.isfinite(decision.value)
    assert decision.says.endswith(".")
    assert decision.says[0].islower()
    assert 1 <= len(decision.views) <= 2
    for view in decision.views:
        assert_drawable(view)


def assert_drawable(view: View) -> None:
    assert view.title
    assert view.lines
    for line in view.lines:
        assert line.name
        assert line.y.shape == (len(view.x),)
        assert np.isfinite(line.y).sum() >= 2


def test_an_unknown_claim_is_refused_with_the_nearest() -> None:
    with pytest.raises(KeyError, match="There is no claim 'gelu_is_monoton'; did you mean 'gelu_is_monotone'"):
        find("gelu_is_monoton")
