"""What the socket of the playground says, as models: what live/frames.py makes fits them."""

from typing import Annotated, Literal

from pydantic import Field

from app.playground.plan import Plan
from app.web.api.told import Bye, ByteArray, DataArrays, ErrorMessage, FloatArray, Number, Numbers, Told


class Scaled(Told):
    """What the network takes and learns in other units than those of the data."""

    points: bool
    """whether the network takes standardised inputs"""
    targets: bool
    """whether it learns scaled targets, of which losses are"""


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


class FeaturesReply(Told):
    """Every feature of two coordinates over the plane of the data, in its own units."""

    maps: ByteArray
    """(features, side, side), each in its own units over the plane of the data: a value is (byte − 127)/127 times its
    scale
    """
    scales: list[Number]
    """for each feature, the largest size on its map"""
    names: list[str]
    """what a plan calls them"""
    titles: list[str]
    """how a reader sees them"""


class EmbeddingReply(Told):
    """How the plane of maps lies among more than two columns: through the origin, along two directions."""

    origin: list[float]
    """the point that is shown at 0, 0"""
    along: list[list[float]]
    """two rows: what a step of 1 in x and one in y adds to each column"""
    onto: list[list[float]]
    """for each column two numbers: a point less the origin, times these, is where it is shown"""


class ViewReply(Told):
    """Which plane through the data it is."""

    kind: Literal["components", "columns"]
    """that of the first two principal components, or of two columns"""
    x: int
    """column from left to right"""
    y: int
    """column from bottom to top"""
    sample: int | None
    """training point that the other columns have their values of; null: their means"""


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
    view: ViewReply | None
    """null for one or two columns, which are shown as they are"""
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
    features: FeaturesReply | None
    """what a network may take of a point of two coordinates; null where points have others"""
    picture: tuple[int, int] | None
    """rows and columns of the picture whose pixels the columns are, row by row; null where points are no pictures"""
    scaled: Scaled
    targets: tuple[float, float] | None
    """of a regression, the targets that maps show as −1 and 1: those between which it learns"""
    data: DataArrays
    layers: list[StartedLayer]
    """the hidden layers, then the output"""
    grid: Grid


class GridMessage(Grid):
    """Where maps lie from the next frame on, and how fine they are: the answer to `view`."""

    type: Literal["grid"]


class AnswerMessage(Told):
    """What the first replica answers to the points of an `ask`, now."""

    type: Literal["answer"]
    epoch: int
    """epochs done"""
    shares: list[Numbers] | None
    """for each point the probability of each class; null for a regression"""
    targets: Numbers | None
    """for each point the target, in the units of the data; null where there are classes"""


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
    answers: ByteArray | FloatArray
    """(points,) of the points that `confusion` counts: the class that each is taken for; of a regression the target
    that it gets, in the units of the data
    """
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


PlaygroundAnswer = Annotated[
    Started | FrameMessage | GridMessage | AnswerMessage | DivergedMessage | ErrorMessage | Bye,
    Field(discriminator="type"),
]
"""Whatever the server says on the socket of the playground."""
