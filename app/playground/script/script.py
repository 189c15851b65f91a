"""A trained network as a Python script of its own, which needs torch and nothing of ours."""

import json
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.activations.expression import Expression
from app.playground.data.features import FEATURES
from app.playground.data.samples import usual_columns
from app.playground.data.scaling import Scaling
from app.playground.network.layer import of_activation
from app.playground.network.normalisation import EPSILON, LEARNED, RUNNING
from app.playground.script.expression_source import expression_function, parameter_name
from app.playground.script.source import Import, Sources

WIDTH = 120

Numbers: TypeAlias = Tensor | float | Sequence["Numbers"]
"""A tensor, or its numbers in nested lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLayer:
    """A layer as a script needs it.

    `tensors` has W (in, pre), b (pre,) where there are biases, what a normalisation has, and what the activation
    learned, by name.
    """

    activation: BoundActivation | None
    tensors: Mapping[str, Numbers]


def torch_script(
    layers: Sequence[ScriptLayer], scaling: Scaling | None = None, columns: Sequence[str] | None = None
) -> str:
    """The text of `network.py`: a function `network` that computes what `layers` compute after training, in float64.

    With `scaling` it takes points, and answers targets, in the units of the data; their numbers are called `columns`,
    or as usual.
    """
    names = list(columns or usual_columns(_tensor(layers[0].tensors["W"]).shape[0]))
    return _Script(columns=names).write(layers, scaling)


_HEAD = '''\
{title}

`python network.py < points.csv` reads lines `{columns}`, with or without a header and a label, and prints what the
network answers for each; without input, for points of its own. From another program: `from network import network`. It
needs torch alone.
"""'''

_NETWORK = '''\
def network(x: Tensor) -> Tensor:
    """The raw output, logits or values, for each row of x: (points, {inputs}) → (points, {outputs})."""
{steps}
    return x'''

_MAIN = '''\
def main() -> None:
    """Answers the lines of standard input, or a few points where there are none."""
    rows = [] if sys.stdin.isatty() else [row for row in csv.reader(sys.stdin) if row]
    if rows and rows[0][:{inputs}] == {names}:
        rows = rows[1:]
    points = [[float(cell) for cell in row[:{inputs}]] for row in rows] or EXAMPLES
    for point, answer in zip(points, network(torch.tensor(points, dtype=torch.float64)).tolist(), strict=True):
        print(*point, "->", *answer)'''

# columns that a line of text has room for
_NAMED = 4

_FUNCTIONAL = Import(module="torch.nn", name="functional", alias="F")
_IMPORTS = {
    Import(module="csv", name=None, alias=None),
    Import(module="sys", name=None, alias=None),
    Import(module="torch", name=None, alias=None),
    Import(module="torch", name="Tensor", alias=None),
}


@dataclass(slots=True)
class _Script:
    """Gathers the functions, the tensors and the steps of a script for points of these columns."""

    columns: list[str]
    sources: Sources = field(default_factory=lambda: Sources(imports=set(_IMPORTS)))
    expressions: dict[str, str] = field(default_factory=dict)
    functions: list[str] = field(default_factory=list)
    tensors: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def write(self, layers: Sequence[ScriptLayer], scaling: Scaling | None) -> str:
        """The whole text."""
        if scaling is not None and scaling.features is not None:
            taken = ", ".join(f"{self.sources.add(FEATURES[name].function)}(x)" for name in scaling.features)
            self.steps.append(f"x = torch.stack(({taken},), dim=-1)")
        if scaling is not None and scaling.is_standardised:
            mean, deviation = _listed(scaling.mean), _listed(scaling.deviation)
            self.tensors.append(f"MEAN = torch.tensor({mean}, dtype=torch.float64)")
            self.tensors.append(f"DEVIATION = torch.tensor({deviation}, dtype=torch.float64)")
            self.steps.append("x = (x - MEAN) / DEVIATION")
        shapes = [tuple(_tensor(layer.tensors["W"]).shape) for layer in layers]
        inputs, outputs = len(self.columns), shapes[-1][1]
        for number, layer in enumerate(layers, start=1):
            self._layer(number, layer)
        if scaling is not None and scaling.changes_targets:
            self.steps.append(f"x = {_written(scaling.middle)} + {_written(scaling.half)} * x")
        sizes = " → ".join([*(str(size) for size, _ in shapes), str(outputs)])
        title = textwrap.fill(f'"""A small network with the weights that it learned: {sizes}.', WIDTH)
        first, *_, last = names = self.columns
        lines = ",".join(names) if inputs <= _NAMED else f"{first},…,{last}"
        examples = [[step / 2] * inputs for step in range(-4, 5, 2)]
        parts = (
            _HEAD.format(title=title, columns=lines) + "\n\n" + self.sources.header(),
            *self.sources.definitions.values(),
            *self.functions,
            _NETWORK.format(inputs=inputs, outputs=outputs, steps=textwrap.indent("\n".join(self.steps), "    ")),
            _MAIN.format(inputs=inputs, names=json.dumps(names)),
            "\n".join(("# fmt: off", f"EXAMPLES = {examples}", *self.tensors, "# fmt: on")),
            'if __name__ == "__main__":\n    main()\n',
        )
        return "\n\n\n".join(parts)

    def _layer(self, number: int, layer: ScriptLayer) -> None:
        """One step: what layer `number` does to x."""
        weights = self._store("W", number, _tensor(layer.tensors["W"]))
        sums = f"x @ {weights}"
        if "b" in layer.tensors:
            sums += f" + {self._store('b', number, _tensor(layer.tensors['b']).reshape(-1))}"
        if layer.activation is None:
            self.steps.append(f"x = {sums}")
            return
        learned = {name: _tensor(numbers) for name, numbers in of_activation(layer.tensors).items()}
        function, arguments = self._activate(number, layer.activation, learned)
        call = f"x = {function}({', '.join(('z', *arguments))})"
        if len(call) > WIDTH - 4:
            lines = "".join(f"    {argument},\n" for argument in ("z", *arguments))
            call = f"x = {function}(\n{lines})"
        self.steps += [f"z = {sums}", *self._normalise(number, layer), call]

    def _normalise(self, number: int, layer: ScriptLayer) -> list[str]:
        """The step that normalises the sums of a layer, if there is one."""
        stored = {name: _tensor(layer.tensors[name]).reshape(-1) for name in LEARNED + RUNNING if name in layer.tensors}
        if not stored:
            return []
        self.sources.imports.add(_FUNCTIONAL)
        names = {name: self._store(name, number, tensor) for name, tensor in stored.items()}
        after = f"{names['scale']}, {names['shift']}, eps={EPSILON!r})"
        if "mean" in names:
            return [f"z = F.batch_norm(z, {names['mean']}, {names['variance']}, {after}"]
        return [f"z = F.layer_norm(z, ({len(stored['scale'])},), {after}"]

    def _activate(
        self, number: int, activation: BoundActivation, learned: Mapping[str, Tensor]
    ) -> tuple[str, list[str]]:
        """The name of the function that computes `activation` after training, and what it takes after z."""
        entry = activation.activation
        if entry.in_layer.with_learned is not None and learned:
            stored = (f'"{name}": {self._store(name, number, tensor)}' for name, tensor in learned.items())
            return self.sources.add(entry.in_layer.with_learned), [f"{{{', '.join(stored)}}}"]
        if isinstance(entry, Expression):
            values = {parameter_name(name): _written(value) for name, value in activation.params.items()}
            return self._expression(entry), [f"{name}={value}" for name, value in values.items()]
        values = {knob.name: _written(activation.params[knob.name]) for knob in entry.parameters}
        for name, tensor in learned.items():
            values[name] = (
                _written(tensor.item()) if tensor.numel() == 1 else self._store(name, number, tensor.reshape(-1))
            )
        function = self.sources.add(entry.in_layer.evaluation or entry.function)
        return function, [f"{name}={value}" for name, value in values.items()]

    def _expression(self, expression: Expression) -> str:
        """The name of the function for `expression`, which is written once however many layers have it."""
        if expression.name not in self.expressions:
            name = f"expression_{len(self.expressions) + 1}"
            self.expressions[expression.name] = name
            self.functions.append(expression_function(expression, name, self.sources))
        return self.expressions[expression.name]

    def _store(self, name: str, number: int, tensor: Tensor) -> str:
        """Writes `tensor` down for layer `number`; answers its name in the script."""
        own = f"{name}_{number}"
        self.tensors.append(f"{own} = torch.tensor({_listed(tensor)}, dtype=torch.float64)")
        return own


def _tensor(numbers: Numbers) -> Tensor:
    return torch.as_tensor(numbers, dtype=torch.float64, device="cpu")


def _written(value: float) -> str:
    """The number in the digits that read back as the same number."""
    if math.isfinite(value):
        return repr(value)
    return "torch.nan" if math.isnan(value) else f"{'-' if value < 0 else ''}torch.inf"


def _listed(tensor: Tensor) -> str:
    """The numbers of `tensor`, (n,) or (rows, n), in brackets; a row begins on a line of its own."""
    if tensor.dim() < 2:
        numbers = ", ".join(map(_written, tensor.reshape(-1).tolist()))
        return f"[{numbers}]" if len(numbers) < WIDTH / 2 else f"[\n{_filled(numbers)}\n]"
    rows = (_filled(f"[{', '.join(map(_written, row))}],") for row in tensor.tolist())
    return "\n".join(("[", *rows, "]"))


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
