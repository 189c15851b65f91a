"""A trained network as a Python script of its own, which needs torch and nothing of ours."""

import math
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from torch import Tensor

from app.activations.bound import BoundActivation
from app.activations.expression import Expression
from app.playground.data.features import FEATURES
from app.playground.network.normalisation import EPSILON
from app.playground.script.expression_source import expression_function, parameter_name
from app.playground.script.reading import place_of, read_table
from app.playground.script.source import Import, Sources
from app.playground.script.trained import ScriptLayer, TrainedNetwork

WIDTH = 120


def torch_script(trained: TrainedNetwork) -> str:
    """The text of `network.py`: a function `network` that computes what `trained` computes, in float64.

    It takes points, and answers targets, in the units of the data. As a program it reads a table of these columns, adds
    the answers to it, and says how good they are where the table has labels.
    """
    return _Script(trained=trained).write()


_HEAD = '''\
{title}

`python network.py < table.csv` prints the columns that the network takes, which a header names in any order, with its
answers behind them; where the table has labels, standard error has the mean loss, and how many are answered. Without a
table it answers points of its own. `from network import network` takes it into another program. It needs torch alone.
"""'''

_NETWORK = '''\
def network(x: Tensor) -> Tensor:
    """{says} for each row of x: (points, {inputs}) → (points, {outputs})."""
{steps}
    return x'''

_CLASSES = '''\
def decide(answer: Tensor) -> Tensor:
    """The place of the class that each answer stands for: (points, {outputs}) → (points,)."""
    return {decision}


def rows_of(answer: Tensor) -> list[list[float | str]]:
    """The class of each answer, and its numbers."""
    return [[CLASSES[place], *row] for place, row in zip(decide(answer).tolist(), answer.tolist(), strict=True)]


def judge(answer: Tensor, labels: list[str]) -> str:
    """How good the answers are."""
    places = torch.tensor([place_of(label, CLASSES) for label in labels])
    loss = {loss}(answer, places.double()).mean().item()
    right = int((decide(answer) == places).sum())
    return f"{{right}} of {{len(labels)}} labels are answered; the mean loss is {{loss!r}}.\\n"'''

_TARGETS = '''\
def rows_of(answer: Tensor) -> list[list[float | str]]:
    """The numbers of each answer."""
    return answer.tolist()


def judge(answer: Tensor, labels: list[str]) -> str:
    """How good the answers are, in the units in which targets were learned."""
    targets = torch.tensor([float(label) for label in labels], dtype=torch.float64)
    loss = {loss}({answer}, {targets}).mean().item()
    return f"The mean loss of {{len(labels)}} targets is {{loss!r}}.\\n"'''

_MAIN = '''\
def main() -> None:
    """Answers the table on standard input, or a few points where there is none."""
    # a spreadsheet begins its text with a byte order mark
    sys.stdin.reconfigure(encoding="utf-8-sig")
    try:
        points, labels = ([], []) if sys.stdin.isatty() else read_table(sys.stdin, COLUMNS)
        points = points or EXAMPLES
        answer = network(torch.tensor(points, dtype=torch.float64))
        told = judge(answer, labels) if labels else ""
    except ValueError as error:
        sys.exit(str(error))
    table = csv.writer(sys.stdout, lineterminator="\\n")
    table.writerow([*COLUMNS, *HEADS])
    table.writerows([*point, *row] for point, row in zip(points, rows_of(answer), strict=True))
    sys.stderr.write(told)'''

_FUNCTIONAL = Import(module="torch.nn", name="functional", alias="F")
_IMPORTS = {
    Import(module="csv", name=None, alias=None),
    Import(module="sys", name=None, alias=None),
    Import(module="torch", name=None, alias=None),
    Import(module="torch", name="Tensor", alias=None),
}


@dataclass(slots=True, kw_only=True)
class _Script:
    """Gathers the functions, the tensors and the steps of the script of `trained`."""

    trained: TrainedNetwork
    sources: Sources = field(default_factory=lambda: Sources(imports=set(_IMPORTS)))
    expressions: dict[str, str] = field(default_factory=dict)
    functions: list[str] = field(default_factory=list)
    tensors: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def write(self) -> str:
        """The whole text."""
        trained, columns = self.trained, self.trained.columns
        self._take()
        for number, layer in enumerate(trained.layers, start=1):
            self._layer(number, layer)
        if trained.scaling.changes_targets:
            self.steps.append(f"x = {written(trained.scaling.middle)} + {written(trained.scaling.half)} * x")
        sizes = " → ".join(map(str, trained.widths))
        title = textwrap.fill(f'"""A small network with the weights that it learned: {sizes}.', WIDTH)
        self.sources.add(read_table)
        answers, constants = self._answers()
        network = _NETWORK.format(
            says="The raw output" if trained.class_names else "The target, in the units of the data,",
            inputs=len(columns),
            outputs=trained.widths[-1],
            steps=textwrap.indent("\n".join(self.steps), "    "),
        )
        parts = (
            _HEAD.format(title=title) + "\n\n" + self.sources.header(),
            *self.sources.definitions.values(),
            *self.functions,
            network,
            answers,
            _MAIN,
            "\n".join(
                (
                    "# fmt: off",
                    *constants,
                    "EXAMPLES = [[step / 2] * len(COLUMNS) for step in range(-4, 5, 2)]",
                    *self.tensors,
                    "# fmt: on",
                )
            ),
            'if __name__ == "__main__":\n    main()\n',
        )
        return "\n\n\n".join(parts)

    def _take(self) -> None:
        """The steps from a point to what the first layer takes."""
        scaling = self.trained.scaling
        if scaling.features is not None:
            taken = [self.sources.add(FEATURES[name].function) for name in scaling.features]
            self.tensors.append(f"FEATURES = [{', '.join(taken)}]")
            self.steps.append("x = torch.stack([feature(x) for feature in FEATURES], dim=-1)")
        if scaling.is_standardised:
            mean, deviation = listed(scaling.mean), listed(scaling.deviation)
            self.tensors.append(f"MEAN = torch.tensor({mean}, dtype=torch.float64)")
            self.tensors.append(f"DEVIATION = torch.tensor({deviation}, dtype=torch.float64)")
            self.steps.append("x = (x - MEAN) / DEVIATION")

    def _answers(self) -> tuple[str, list[str]]:
        """The functions that say what the output means, and the names that they know."""
        trained, outputs = self.trained, self.trained.widths[-1]
        loss, columns = self.sources.add(trained.loss.of), f"COLUMNS = {texts(trained.columns)}"
        if trained.class_names is None:
            answer, targets = self._as_learned("answer"), self._as_learned("targets")
            return _TARGETS.format(loss=loss, answer=answer, targets=targets), [columns, 'HEADS = ["answer"]']
        self.sources.add(place_of)
        decision = "(answer[..., 0] > 0).long()" if outputs == 1 else "answer.argmax(dim=-1)"
        heads = ["answer", "output"] if outputs == 1 else ["answer", *trained.class_names]
        names = [columns, f"CLASSES = {texts(trained.class_names)}", f"HEADS = {texts(heads)}"]
        return _CLASSES.format(outputs=outputs, decision=decision, loss=loss), names

    def _as_learned(self, name: str) -> str:
        """The targets called `name` in the units in which the network learned."""
        scaling = self.trained.scaling
        return f"({name} - {written(scaling.middle)}) / {written(scaling.half)}" if scaling.changes_targets else name

    def _layer(self, number: int, layer: ScriptLayer) -> None:
        """One step: what layer `number` does to x."""
        sums = f"x @ {self._store('W', number, layer.weights)}"
        if layer.bias is not None:
            sums += f" + {self._store('b', number, layer.bias)}"
        if layer.activation is None:
            self.steps.append(f"x = {sums}")
            return
        function, arguments = self._activate(number, layer.activation, layer.learned)
        call = f"x = {function}({', '.join(('z', *arguments))})"
        if len(call) > WIDTH - 4:
            lines = "".join(f"    {argument},\n" for argument in ("z", *arguments))
            call = f"x = {function}(\n{lines})"
        self.steps += [f"z = {sums}", *self._normalise(number, layer), call]

    def _normalise(self, number: int, layer: ScriptLayer) -> list[str]:
        """The step that normalises the sums of a layer, if there is one."""
        if not layer.normalisation:
            return []
        self.sources.imports.add(_FUNCTIONAL)
        names = {name: self._store(name, number, tensor) for name, tensor in layer.normalisation.items()}
        after = f"{names['scale']}, {names['shift']}, eps={EPSILON!r})"
        if "mean" in names:
            return [f"z = F.batch_norm(z, {names['mean']}, {names['variance']}, {after}"]
        return [f"z = F.layer_norm(z, ({len(layer.normalisation['scale'])},), {after}"]

    def _activate(
        self, number: int, activation: BoundActivation, learned: Mapping[str, Tensor]
    ) -> tuple[str, list[str]]:
        """The name of the function that computes `activation` after training, and what it takes after z."""
        entry = activation.activation
        if entry.in_layer.with_learned is not None and learned:
            stored = (f'"{name}": {self._store(name, number, tensor)}' for name, tensor in learned.items())
            return self.sources.add(entry.in_layer.with_learned), [f"{{{', '.join(stored)}}}"]
        if isinstance(entry, Expression):
            values = {parameter_name(name): written(value) for name, value in activation.params.items()}
            return self._expression(entry), [f"{name}={value}" for name, value in values.items()]
        values = {knob.name: written(activation.params[knob.name]) for knob in entry.parameters}
        for name, tensor in learned.items():
            values[name] = (
                written(tensor.item()) if tensor.numel() == 1 else self._store(name, number, tensor.reshape(-1))
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
        self.tensors.append(f"{own} = torch.tensor({listed(tensor)}, dtype=torch.float64)")
        return own


def written(value: float) -> str:
    """The number in the digits that read back as the same number."""
    if math.isfinite(value):
        return repr(value)
    return "torch.nan" if math.isnan(value) else f"{'-' if value < 0 else ''}torch.inf"


def listed(tensor: Tensor) -> str:
    """The numbers of `tensor`, (n,) or (rows, n), in brackets; a row begins on a line of its own."""
    if tensor.dim() < 2:
        numbers = ", ".join(map(written, tensor.reshape(-1).tolist()))
        return f"[{numbers}]" if len(numbers) < WIDTH / 2 else f"[\n{_filled(numbers)}\n]"
    rows = (_filled(f"[{', '.join(map(written, row))}],") for row in tensor.tolist())
    return "\n".join(("[", *rows, "]"))


def texts(texts: Iterable[str]) -> str:
    """`texts` as Python writes a list of them; where that is long, a line for each."""
    inside = [repr(text) for text in texts]
    short = f"[{', '.join(inside)}]"
    return short if len(short) < WIDTH / 2 else "".join(("[\n", *(f"    {text},\n" for text in inside), "]"))


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
