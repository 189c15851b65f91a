"""What the socket of the playground says, as models: what live/frames.py makes fits them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.playground.plan import Plan
from app.web.http.problems import Problem

Number = float | None
Numbers = list[float | None]


class Told(BaseModel):
    """A part of a message; what stands below a field describes it."""

    model_config = ConfigDict(use_attribute_docstrings=True, defer_build=True)


class ByteArray(Told):
    """Bytes as Plotly has them."""

    dtype: Literal["u1"]
    bdata: str
    """The numbers in base64, in C order"""
    shape: str
    """The sizes, as in 1, 64, 64"""


class FloatArray(Told):
    """Numbers in float32, little endian, as Plotly has them."""

    dtype: Literal["f4"]
    bdata: str
    """The numbers in base64, in C order"""
    shape: str
    """The sizes, as in 8, 2"""


class ErrorMessage(Told):
    """A message did not fit, or came at the wrong time; the session goes on as if it had not come."""

    type: Literal["error"]
    problem: Problem


class Bye(Told):
    """The last message, before the server closes the connection."""

    type: Literal["bye"]
    reason: str
    """a sentence"""


class Scaled(Told):
    """What the network takes and learns in other units than those of the data."""

    points: bool
    """whether the network takes standardised inputs"""
    targets: bool
    """whether it learns scaled targets, of which losses are"""


class PointsArrays(Told):
    """Points and their classes or targets."""

    x: FloatArray
    """(points, columns)"""
    y: FloatArray
    """(points,) class numbers, or targets"""


class DataArrays(Told):
    """The points to learn from, and those to be tested on, none where all are trained on."""

    train: PointsArrays
    test: PointsArrays


class StartedLayer(Told):
    """A layer as it begins."""

    reference: str | None
    """the activation; null for the output, which has none"""
    title: str
    """its title, or `output`"""
    units: int
    """units"""
    pre_activations: int
    """columns of W: k times the units for maxout(k), twice for gated units"""
    outputs: int
    """what it hands on: twice the units for crelu"""
    adjacent: bool
    """whether the pre-activations of a unit stand side by side, as maxout's, or as many apart as there are units"""


class UnitMapsReply(Told):
    """What the inputs of a network, or the outputs of a hidden layer, are over the plane."""

    maps: ByteArray
    """(outputs, side, side), or (outputs, 1, 4·side): an output is (byte − 127)/127 times its scale"""
    scales: list[Number]
    """for each output, the largest size on its map"""


class EmbeddingReply(Told):
    """How the plane of maps lies among more than two columns: through the origin, along two directions."""

    origin: list[float]
    """the point that is shown at 0, 0"""
    along: list[list[float]]
    """two rows: what a step of 1 in x and one in y adds to each column"""
    onto: list[list[float]]
    """for each column two numbers: a point less the origin, times these, is where it is shown"""


class Grid(Told):
    """Where maps lie, and how fine they are."""

    x: tuple[float, float]
    """where maps begin and end in x, in the units of the data"""
    y: tuple[float, float]
    """the same in y; for one input, where answers are shown"""
    names: tuple[str, str]
    """what the axes are called"""
    is_line: bool
    """whether there is one input: a map is then one row, of four times as many points"""
    embedding: EmbeddingReply | None
    """null for one or two columns, which are shown as they are"""
    boundary: int
    """points along each side of the map of answers"""
    map: int
    """points along each side of a unit's map: 32, or 16 where there are more than 96 hidden outputs"""
    inputs: UnitMapsReply
    """what the network takes, over the plane"""


class Started(Told):
    """What a page must know before the first frame."""

    type: Literal["started"]
    plan: Plan
    """the plan as understood, defaults filled in, without `samples`, which the page has"""
    loss: Literal["logistic", "cross_entropy", "squared"]
    """`logistic`, `cross_entropy` or `squared`: what `auto` has chosen"""
    classes: int | None
    """how many; null for a regression"""
    class_names: list[str] | None
    """what they are called, in the order of their numbers"""
    inputs: list[str]
    """what the network takes of each point: its columns, or features of its two coordinates"""
    columns: list[str]
    """what the numbers of a point are called"""
    scaled: Scaled
    targets: tuple[float, float] | None
    """of a regression, the targets that maps show as −1 and 1: those between which it learns"""
    data: DataArrays
    layers: list[StartedLayer]
    """the hidden layers, then the output"""
    grid: Grid


class CountsReply(Told):
    """How often pre-activations fall into each bin."""

    reach: float
    """its bins go from −reach to reach"""
    counts: list[int]
    """pre-activations in each of 40 bins; the outer two have what lies beyond as well"""


class FrameLayer(Told):
    """A layer of the first replica, over all training points."""

    reference: str | None
    """the activation with what it has learned, kept within its sliders' ranges"""
    gradient_norm: Number
    """norm of the gradient of the mean loss by W and b"""
    dead: float
    """share of outputs without a gradient for any point"""
    dead_units: list[int]
    """their numbers"""
    saturated: Number
    """share of slopes below 0.01 in size; null where units depend on one another"""
    histogram: CountsReply
    learned: dict[str, Number]
    """learned parameters of the activation, as they are; of those that each unit has for itself, their mean"""
    beyond: list[str]
    """the names of those beyond their sliders' ranges, of which `reference` has the range's end"""


class GradientReply(Told):
    """The gradient by what a layer learns."""

    W: FloatArray
    """(inputs, pre-activations)"""


class ReplicasReply(Told):
    """The scores of each replica."""

    train_loss: Numbers
    """of each replica, as above"""
    test_loss: Numbers | None
    """the same"""
    train_accuracy: Numbers | None
    """the same"""
    test_accuracy: Numbers | None
    """the same"""


class LineReply(Told):
    """What a network of one input answers along its line, at 256 points from the low end of x to the high one."""

    answer: FloatArray
    """(shades, 256): the target in the units of the data, else probabilities as in `boundary`"""
    layers: list[FloatArray]
    """each hidden layer: (outputs, 256)"""


class FrameMessage(Told):
    """A moment of the run. Where there are several replicas, the first is shown."""

    type: Literal["frame"]
    frame: int
    """number, to be acknowledged"""
    state: Literal["paused", "running", "diverged"]
    """`paused`, `running` or `diverged`"""
    epoch: int
    """epochs done; 0 before training"""
    epochs_per_second: float
    """over the last second; 0 while it stands"""
    train_loss: Number
    """mean loss of the first replica on the training data; null: not finite"""
    test_loss: Number
    """the same on the test data; null where all points are trained on"""
    train_accuracy: Number
    """share of right answers, 0 to 1; null for a regression"""
    test_accuracy: Number
    """the same on the test data; null where all points are trained on"""
    boundary: ByteArray
    """(shades, 64, 64), or (shades, 1, 256) for one input: 255 times the probability of class 1, or of each class where
    there are more than two; for a regression 0 is −1 and 255 is 1
    """
    curves: LineReply | None
    """null where there is more than one input"""
    neurons: list[UnitMapsReply]
    """each hidden layer"""
    weights: list[dict[str, FloatArray]]
    """each layer, the output last"""
    gradients: list[GradientReply]
    """of the mean training loss by each layer, the output last"""
    layers: list[FrameLayer]
    """each layer over all training points, the output last"""
    confusion: list[list[int]] | None
    """test points, or training points where there are no others, by [class][answer]; null for a regression"""
    replicas: ReplicasReply | None
    """null where there is one"""


class DivergedMessage(Told):
    """A number has left the range of float64; the run stands still until a reset or another start."""

    type: Literal["diverged"]
    epoch: int
    """the epoch in which it happened"""
    layer: int
    """the layer, from 1; the output is the last"""
    quantity: Literal["weights", "pre-activations", "activations", "loss", "gradient"]
    """`weights`, `pre-activations`, `activations`, `loss` or `gradient`: what was first"""
    detail: str
    """a sentence, with what to try"""


PlaygroundAnswer = Annotated[Started | FrameMessage | DivergedMessage | ErrorMessage | Bye, Field(discriminator="type")]
"""Whatever the server says on the socket of the playground."""
