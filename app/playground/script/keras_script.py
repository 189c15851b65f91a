"""A trained network as code for Keras 3, on any of its backends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor

from app.activations.bound import BoundActivation
from app.activations.spec import Activation
from app.playground.network.normalisation import EPSILON
from app.playground.script.reading import read_table
from app.playground.script.script import listed, texts, written
from app.playground.script.source import Import, Sources
from app.playground.script.trained import ScriptLayer, TrainedNetwork

_MATH = Import(module="math", name=None, alias=None)

# an activation that is one of Keras's own names, at Keras's defaults
_OWN_NAME = re.compile(r"keras\.activations\.(\w+)\(x(?:, axis=-1)?\)")
_FEATURES: Mapping[str, str] = {
    "x": "x[..., 0]",
    "y": "x[..., 1]",
    "x2": "x[..., 0] ** 2",
    "y2": "x[..., 1] ** 2",
    "xy": "x[..., 0] * x[..., 1]",
    "sin_x": "keras.ops.sin(x[..., 0])",
    "sin_y": "keras.ops.sin(x[..., 1])",
    "r": "keras.ops.sqrt(x[..., 0] ** 2 + x[..., 1] ** 2)",
}


def keras_script(trained: TrainedNetwork) -> str:
    """The text of `network_keras.py`: a function that builds a `keras.Model` with the weights of `trained`.

    The model takes points, and answers targets, in the units of the data. Raises ValueError, with a sentence, for an
    activation that Keras has no code for. Keras computes in float32.
    """
    return _KerasScript(trained).write()


_HEAD = '''\
"""A small network in Keras 3, with the weights that it learned: {sizes}.

`python network_keras.py < table.csv` prints the columns that the network takes, which a header names in any order, with
its answers behind them. `from network_keras import build` takes it into another program. It computes in float32, as is
Keras's habit, and needs keras with a backend.
"""'''

_BUILD = '''\
def build() -> keras.Model:
    """The network with its weights: points (n, {inputs}) → the raw output, or the target in the units of the data."""
    points = keras.Input(({inputs},))
{steps}
    return model'''

_CLASSES = '''\
def rows_of(answer: list[list[float]]) -> list[list[float | str]]:
    """The class of each answer, and its numbers."""
    return [[CLASSES[{place}], *row] for row in answer]'''

_TARGETS = '''\
def rows_of(answer: list[list[float]]) -> list[list[float | str]]:
    """The numbers of each answer."""
    return answer'''

_MAIN = '''\
def main() -> None:
    """Answers the table on standard input."""
    # a spreadsheet begins its text with a byte order mark
    sys.stdin.reconfigure(encoding="utf-8-sig")
    try:
        points, _ = read_table(sys.stdin, COLUMNS)
    except ValueError as error:
        sys.exit(str(error))
    answer = build()(np.array(points).reshape(-1, len(COLUMNS)))
    table = csv.writer(sys.stdout, lineterminator="\\n")
    table.writerow([*COLUMNS, *HEADS])
    rows = rows_of(keras.ops.convert_to_numpy(answer).tolist())
    table.writerows([*point, *row] for point, row in zip(points, rows, strict=True))'''

_IMPORTS = {
    Import(module="csv", name=None, alias=None),
    Import(module="sys", name=None, alias=None),
    Import(module="keras", name=None, alias=None),
    Import(module="numpy", name=None, alias="np"),
}


@dataclass(slots=True)
class _KerasScript:
    """Gathers the functions, the arrays and the steps of a script."""

    trained: TrainedNetwork
    sources: Sources = field(default_factory=lambda: Sources(imports=set(_IMPORTS)))
    functions: list[str] = field(default_factory=list)
    arrays: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=lambda: ["x = points"])
    endings: list[str] = field(default_factory=lambda: ["model = keras.Model(points, x)"])

    def write(self) -> str:
        """The whole text."""
        trained = self.trained
        self._take()
        for number, layer in enumerate(trained.layers, start=1):
            self._layer(number, layer)
        if trained.scaling.changes_targets:
            middle, half = written(trained.scaling.middle), written(trained.scaling.half)
            self.steps.append(f"x = keras.layers.Rescaling({half}, offset={middle})(x)")
        self.sources.add(read_table)
        names = [f"COLUMNS = {texts(trained.columns)}"]
        heads, answers = ["answer"], _TARGETS
        if trained.class_names is not None:
            is_single = trained.widths[-1] == 1
            answers = _CLASSES.format(place="int(row[0] > 0)" if is_single else "row.index(max(row))")
            heads += ["output"] if is_single else trained.class_names
            names.append(f"CLASSES = {texts(trained.class_names)}")
        steps = "\n".join(f"    {step}" for step in (*self.steps, *self.endings))
        parts = (
            _HEAD.format(sizes=" → ".join(map(str, trained.widths))) + "\n\n" + self.sources.header(),
            *self.sources.definitions.values(),
            *self.functions,
            _BUILD.format(inputs=len(trained.columns), steps=steps),
            answers,
            _MAIN,
            "\n".join(("# fmt: off", *names, f"HEADS = {texts(heads)}", *self.arrays, "# fmt: on")),
            'if __name__ == "__main__":\n    main()\n',
        )
        return "\n\n\n".join(parts)

    def _take(self) -> None:
        """The layers from a point to what the first layer of the network takes."""
        scaling = self.trained.scaling
        if scaling.features is not None:
            taken = "".join(f"\n        {_FEATURES[name]}," for name in scaling.features)
            name = self._function("features", f"keras.ops.stack([{taken}\n    ], axis=-1)")
            self.steps.append(f"x = keras.layers.Lambda({name})(x)")
        if scaling.is_standardised:
            mean = self._array("MEAN", listed(scaling.mean))
            deviation = self._array("DEVIATION", listed(scaling.deviation))
            self.steps.append(f"x = keras.layers.Normalization(mean={mean}, variance={deviation} ** 2)(x)")

    def _layer(self, number: int, layer: ScriptLayer) -> None:
        """One layer of weights, and its activation."""
        dense, arrays = f"dense_{number}", [self._array(f"W_{number}", listed(layer.weights))]
        kept, step = "", ""
        if layer.bias is None:
            kept = ", use_bias=False"
        else:
            arrays.append(self._array(f"b_{number}", listed(layer.bias)))
        self.endings.append(f"{dense}.set_weights([{', '.join(arrays)}])")
        normalising = self._normalise(number, layer)
        if layer.activation is not None:
            code = _spelled(layer.activation, layer.learned)
            own = _OWN_NAME.fullmatch(code)
            if code.startswith("keras.layers."):
                step = f"x = {code}"
            elif layer.activation.activation.kind == "across_units":
                # it may answer more or fewer numbers, which a layer of its own finds out
                step = f"x = keras.layers.Lambda({self._function(f'activation_{number}', code)})(x)"
            else:
                name = f'"{own[1]}"' if own else self._function(f"activation_{number}", code)
                step = f"x = keras.layers.Activation({name})(x)" if normalising else ""
                kept += "" if normalising else f", activation={name}"
        self.steps += [f"{dense} = keras.layers.Dense({layer.weights.shape[1]}{kept})", f"x = {dense}(x)", *normalising]
        self.steps += [step] if step else []

    def _normalise(self, number: int, layer: ScriptLayer) -> list[str]:
        """The steps that normalise the sums of a layer, if it does."""
        if not layer.normalisation:
            return []
        name, kind = f"normalise_{number}", "Batch" if "mean" in layer.normalisation else "Layer"
        arrays = [self._array(f"{part}_{number}", listed(tensor)) for part, tensor in layer.normalisation.items()]
        self.endings.append(f"{name}.set_weights([{', '.join(arrays)}])")
        return [f"{name} = keras.layers.{kind}Normalization(epsilon={EPSILON!r})", f"x = {name}(x)"]

    def _function(self, name: str, code: str) -> str:
        """Writes a function of x down; answers its name."""
        self.functions.append(f"@keras.saving.register_keras_serializable()\ndef {name}(x):\n    return {code}")
        self.sources.imports.update({_MATH} if "math." in code else ())
        return name

    def _array(self, name: str, numbers: str) -> str:
        self.arrays.append(f"{name} = np.array({numbers})".replace("torch.", "np."))
        return name


def _spelled(activation: BoundActivation, learned: Mapping[str, Tensor]) -> str:
    """Keras's code for `activation` after training. Raises ValueError, with a sentence, where there is none."""
    entry = activation.activation
    spelling = entry.frameworks.keras if isinstance(entry, Activation) else None
    code = spelling.code if spelling is not None and spelling.faithful else None
    if code is None or entry.in_layer.evaluation is not None:
        raise ValueError(f"Keras has no code for what {entry.name} does after training; choose the torch script.")
    values: dict[str, float] = {**activation.params}
    for name, tensor in learned.items():
        if tensor.numel() != 1:
            raise ValueError(f"Keras has no code for {entry.name} with one {name} a unit; choose the torch script.")
        values[name] = tensor.item()
    return code.format(**values)
