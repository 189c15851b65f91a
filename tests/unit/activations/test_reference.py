"""A reference names one activation with its parameters, is written back as it would be read, and says what is wrong."""

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.expression import Expression
from app.activations.reference import LONGEST_EXPRESSION, read
from tests.unit.activations.trials import BY_NAME, NAMES, bound_trials, values_of
from tests.unit.sentences import assert_one_sentence
from tests.unit.work import REFUSAL_CALLS, at_most

X = torch.linspace(-4, 4, 33, dtype=torch.float64)


def same(a: BoundActivation, b: BoundActivation) -> bool:
    """Whether two bound activations are one function with the same parameters."""
    return dict(a.params) == dict(b.params) and torch.equal(a(X).nan_to_num(), b(X).nan_to_num())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_alone_is_the_activation_with_its_defaults(name: str) -> None:
    for text in (name, f"{name}()", f" {name} ", f"{name} ( )"):
        activation = read(text)
        assert activation.activation is BY_NAME[name]
        assert activation.params == {knob.name: knob.default for knob in BY_NAME[name].knobs}
        assert activation.reference == name


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("elu(alpha=1.5)", {"alpha": 1.5}),
        ("elu( alpha = 1.5 )", {"alpha": 1.5}),
        ("elu(alpha=1.5,)", {"alpha": 1.5}),
        ("elu|alpha=1.5", {"alpha": 1.5}),
        ("elu | alpha = 1.5", {"alpha": 1.5}),
        ("elu(alpha=+2)", {"alpha": 2.0}),
        ("elu(alpha=2e-1)", {"alpha": 0.2}),
        ("prelu(alpha=-0.5)", {"alpha": -0.5}),
        ("prelu(alpha=--0.5)", {"alpha": 0.5}),
        ("hard_tanh(max_val=2)", {"min_val": -1.0, "max_val": 2.0}),
        ("hard_tanh(max_val=2, min_val=-3)", {"min_val": -3.0, "max_val": 2.0}),
        ("gumbel_softmax(seed=12)", {"tau": 1.0, "seed": 12, "z2": 1.0, "z3": 0.0}),
        ("gumbel_softmax(seed=12.0)", {"tau": 1.0, "seed": 12, "z2": 1.0, "z3": 0.0}),
        ("hardmax(z2=3)", {"z2": 3.0, "z3": 0.0}),
        ("crelu(half=2)", {"half": 2}),
    ],
)
def test_reads_the_parameters_that_are_given(text: str, params: dict[str, float]) -> None:
    assert dict(read(text).params) == params


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("x*sigmoid(b*x)|b=1.7", {"b": 1.7}),
        ("x*sigmoid(b*x)", {"b": 1.0}),
        ("x*sigmoid(b*x) | b = -2", {"b": -2.0}),
        ("a*x+b|b=2,a=-3", {"a": -3.0, "b": 2.0}),
        ("a*x+b|a=2", {"a": 2.0, "b": 1.0}),
        ("x|", {}),
    ],
)
def test_reads_the_parameters_of_an_expression_behind_a_bar(text: str, params: dict[str, float]) -> None:
    activation = read(text)
    assert isinstance(activation.activation, Expression)
    assert dict(activation.params) == params


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_back_reads_as_the_same(name: str) -> None:
    for activation in bound_trials(BY_NAME[name]):
        again = read(activation.reference)
        assert again.activation is activation.activation
        assert same(again, activation)


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE if entry.knobs])
def test_any_parameters_written_back_read_as_the_same(name: str) -> None:
    @given(values_of(BY_NAME[name]))
    def holds(params: dict[str, float]) -> None:
        activation = bind(BY_NAME[name], params)
        assert same(read(activation.reference), activation)

    holds()


EXPRESSIONS = ["x*sigmoid(b*x)", "a*x + b", "elu(x, alpha=a)*b", "where(x > a, x, b)", "α*x+self_*b", "a*x**2-b"]


@given(st.sampled_from(EXPRESSIONS), st.floats(-1e6, 1e6), st.floats(0.01, 5))
def test_any_expression_written_back_reads_as_the_same(text: str, b: float, a: float) -> None:
    names = {"α": a, "self_": b, "b": 0.5} if "α" in text else {"a": a, "b": b}
    bindings = ",".join(f"{name}={value!r}" for name, value in names.items() if name in text)
    activation = read(f"{text}|{bindings}")
    assert same(read(activation.reference), activation)


def test_the_longest_expression_with_a_parameter_is_written_back_as_it_can_be_read() -> None:
    text = "a*x" + "+" + "0" * (LONGEST_EXPRESSION - len("a*x+.|a=2")) + ".|a=2"
    assert len(text) == LONGEST_EXPRESSION
    activation = read(text)
    assert same(read(activation.reference), activation)


def test_leaves_out_what_stands_at_its_default() -> None:
    assert read("hard_tanh(min_val=-1, max_val=2)").reference == "hard_tanh(max_val=2)"
    assert read("elu(alpha=1)").reference == "elu"
    assert read("a*x+b|a=1,b=2").reference == "a*x+b|b=2"


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("sigmod", "did you mean 'sigmoid'"),
        ("GELLU", "did you mean 'gelu'"),
        ("qqq", "no activation 'qqq'"),
        ("qqq(a=1)", "no activation 'qqq'"),
        ("X", "no activation 'X'"),
        ("relu(alpha=1)", "relu has no parameter 'alpha'; it has none"),
        ("elu(beta=1)", "elu has no parameter 'beta'; its parameters are alpha"),
        ("elu(ALPHA=1)", "its parameters are alpha"),
        ("elu(1.5, 2)", "elu takes alpha"),
        ("elu(1.5, alpha=2)", "each parameter once"),
        ("leaky_relu(alpha=0.1, negative_slope=0.1)", "alpha is given twice"),
        ("elu(alpha=0)", "elu: alpha = 0 is outside its range [0.01, 5]"),
        ("elu(alpha=-1)", "elu: alpha = -1 is outside its range"),
        ("elu(alpha=6)", "elu: alpha = 6 is outside its range"),
        ("celu(alpha=0)", "outside its range"),
        ("softplus(beta=0)", "outside its range"),
        ("hardshrink(theta=-1)", "outside its range"),
        ("softshrink(theta=-0.1)", "outside its range"),
        ("elu(alpha=1e7)", "too large"),
        ("elu(alpha=1e400)", "too large"),
        ("elu(alpha=nan)", "nan is not a number"),
        ("elu(alpha=inf)", "inf is not a number"),
        ("elu(alpha=True)", "True is not a number"),
        ("elu(alpha='1')", "is not a number"),
        ("elu(alpha=1+a)", "1 + a is not a number"),
        ("elu(alpha=x)", "x is not a number"),
        ("elu(alpha=)", "cannot be read"),
        ("elu(alpha=1.5", "parentheses"),
        ("elu alpha=1.5", "cannot be read"),
        ("elu(alpha=1, alpha=2)", "each parameter once"),
        ("elu(**{'alpha': 1})", "name=number"),
        ("elu(alpha:1)", "cannot be read"),
        ("rrelu(lower=0.9, upper=0.1)", "rrelu: lower = 0.9 is above upper = 0.1; it may be no greater."),
        ("rrelu(lower=0.5)", "lower = 0.5 is above upper = 0.333333"),
        ("x+rrelu(x, 0.9, 0.1)", "lower = 0.9 is above upper = 0.1"),
        ("rrelu(x, lower=a, upper=b)|a=0.9, b=0.1", "lower = 0.9 is above upper = 0.1; it may be no greater."),
        ("rrelu(x, lower=a)|a=0.5", "lower = 0.5 is above upper = 0.333333"),
        ("x*rrelu(rrelu(x, lower=a), upper=b)|b=0.1", "lower = 0.125 is above upper = 0.1"),
        ("maxout(k=2.5)", "k = 2.5 must be a whole number in [2, 8]"),
        ("maxout(k=9)", "k = 9 is outside its range [2, 8]"),
        ("gumbel_softmax(seed=-1)", "seed = -1 is outside its range"),
        ("elu|1.5", "gives no values"),
        ("elu|alpha", "gives no values"),
        ("elu|alpha=1.5|alpha=2", "cannot be read"),
        ("x*b|b=1;c=2", "gives no values"),
        ("x*b|b=1)", "gives no values"),
        ("x*b|f(b=1)", "gives no values"),
        ("x*b|b=1)+f(b=2", "gives no values"),
        ("x*b|b=nan", "nan is not a number"),
        ("x*b|b=1,b=2", "each parameter once"),
        ("x*b|c=1", "has no parameter 'c'"),
        ("x*beta|bta=1", "did you mean 'beta'"),
        ("x|x=2", "has no parameter 'x'"),
        ("x*b|b=1e7", "too large"),
        ("elu(alpha=2)|alpha=1.5", "elu"),
        ("elu(alpha=1.5)+x", "elu"),
    ],
)
def test_refuses_at_once_with_one_sentence_that_names_the_way_out(text: str, fragment: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised, at_most(REFUSAL_CALLS):
        read(text)
    assert fragment in str(raised.value)
    assert_one_sentence(str(raised.value))


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("ReLU", "relu"),
        ("Leaky ReLU(alpha=0.2)", "leaky_relu(alpha=0.2)"),
        ("LeakyReLU(0.2)", "leaky_relu(alpha=0.2)"),
        ("nn.LeakyReLU(negative_slope=1/5)", "leaky_relu(alpha=0.2)"),
        ("torch.nn.Softshrink(lambd=0.3)", "softshrink(theta=0.3)"),
        ("relu6", "clipped_relu"),
        ("hardtanh", "hard_tanh"),
        ("Hardtanh(-2, 2)", "hard_tanh(min_val=-2, max_val=2)"),
        ("logistic", "sigmoid"),
        ("LogSigmoid", "log_sigmoid"),
        ("Log-softmax(z2=2)", "log_softmax(z2=2)"),
        ("GELU (tanh form)", "gelu_tanh"),
        ("keras.activations.hard_silu", "hard_swish"),
        ("jax.nn.soft_sign", "softsign"),
        ("elu(1.5)", "elu(alpha=1.5)"),
        ("elu(pi/2)", "elu(alpha=1.5707963267948966)"),
    ],
)
def test_reads_the_spellings_of_papers_and_frameworks(typed: str, reference: str) -> None:
    assert read(typed).reference == reference


@pytest.mark.parametrize("name", NAMES)
def test_reads_titles_and_names_in_any_case(name: str) -> None:
    title = BY_NAME[name].title
    for typed in (title, title.lower(), title.upper(), name.upper(), name.replace("_", " "), name.replace("_", "")):
        assert read(typed).reference == name


def test_a_sign_before_a_name_is_no_spelling_of_it() -> None:
    for text in ("-softplus(-x)", "p-relu(x)", "x-tanh(x)", "+relu(x)"):
        assert read(text).reference == text


def test_a_bound_activation_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        read("elu").params = {}  # pyrefly: ignore[read-only]


@pytest.mark.parametrize("name", NAMES)
def test_kinks_ascend_and_differ(name: str) -> None:
    for activation in bound_trials(BY_NAME[name]):
        kinks = np.array(activation.kinks)
        assert np.isfinite(kinks).all()
        assert (np.diff(kinks) > 0).all()
