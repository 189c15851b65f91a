"""Claims: what textbooks and posts say of activations, each statement with the number that decides it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from app.analysis.claims.catalogue import CLAIMS, TOPICS, decide, find
from app.analysis.claims.claim import Claim, Decision, Line, Verdict, View
from app.exhibits.exhibit import Controls, Exhibit, Lead, put_together
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Estimate, Step
from app.figures.panels import Figure, Panel, Trace, bars, line, logarithmic, panels_figure, titled, without_extremes
from app.figures.plotly import colour
from app.text import number

BROAD = 7
"""Width of a line that another may cover."""


STATEMENTS = {claim.slug: claim.statement for claim in CLAIMS}
"""What each claim says, by its slug."""


def _known(slug: str) -> str:
    try:
        return find(slug).slug
    except KeyError as error:
        raise ValueError(error.args[0]) from None


class ClaimsControls(Controls):
    """Which statement to look at, and whether those on all the others are wanted."""

    claim: Annotated[
        str,
        AfterValidator(_known),
        Field(description="statement", json_schema_extra={"enum": list(STATEMENTS), "x-texts": STATEMENTS}),
    ] = CLAIMS[0].slug
    verdicts: Annotated[bool, Field(description="verdicts on all statements")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A statement and what the numbers say of it; `shown` is the address at which this application shows it."""

    slug: str
    statement: str
    verdict: Verdict
    condition: str
    value: float
    unit: str
    says: str
    shown: str

    @classmethod
    def of(cls, claim: Claim, decision: Decision) -> "Ruling":
        """The ruling on `claim`."""
        return cls(
            slug=claim.slug,
            statement=claim.statement,
            verdict=decision.verdict,
            condition=decision.condition,
            value=decision.value,
            unit=decision.unit,
            says=decision.says,
            shown=claim.shown,
        )

    @property
    def in_words(self) -> str:
        """The verdict with its condition."""
        return f"{self.verdict} {self.condition}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """The rulings on one subject."""

    title: str
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The ruling that was asked for and what there is to see of it; those on all by topic, where they are wanted."""

    chosen: Ruling
    views: tuple[View, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A topic as the page lists it: what is said, and the ruling on it where that is wanted."""

    title: str
    statements: tuple[tuple[Claim, Ruling | None], ...]


def measure(controls: ClaimsControls, device: str) -> Measured:
    """Decide a claim and show its evidence; decide every other too, where that is wanted."""
    return put_together(parts(controls, device))


def parts(controls: ClaimsControls, device: str) -> Iterator[Measured | None]:
    """The same, claim by claim."""
    if controls.verdicts:
        for claim in CLAIMS:
            decide(claim.slug, device)
            yield None
    decision = decide(controls.claim, device)
    yield Measured(
        chosen=Ruling.of(find(controls.claim), decision),
        views=decision.views,
        topics=tuple(
            Topic(title=title, rulings=tuple(Ruling.of(claim, decide(claim.slug, device)) for claim in claims))
            for title, claims in TOPICS.items()
        )
        if controls.verdicts
        else (),
    )


def view(_: ClaimsControls, measured: Measured) -> tuple[Listed, ...]:
    """All statements by topic: without the verdicts, which a reader is about to predict, unless they are wanted."""
    rulings = {ruling.slug: ruling for topic in measured.topics for ruling in topic.rulings}
    return tuple(
        Listed(title=title, statements=tuple((claim, rulings.get(claim.slug)) for claim in claims))
        for title, claims in TOPICS.items()
    )


def draw(measured: Measured) -> Figure:
    """The views of the evidence side by side; a name has one colour in both."""
    names = list(dict.fromkeys(each.name for view in measured.views for each in view.lines))
    told: set[str] = set()
    panels: list[Panel] = []
    chosen = measured.chosen
    decides = f"{number(chosen.value)} {chosen.unit} " if chosen.unit else f"{number(chosen.value)} "
    captions = (f"{decides}{chosen.says}", f"“{chosen.statement}” is {chosen.in_words}.")
    for view in measured.views:
        traces = [
            _trace(view, each, names.index(each.name)) | {"showlegend": each.name not in told} for each in view.lines
        ]
        told |= {each.name for each in view.lines}
        panels.append(
            Panel(
                title=view.title,
                caption=captions[len(panels) % 2],
                traces=traces,
                x=titled(view.x_title),
                y=_height(view),
            )
        )
    return panels_figure((panels,), barmode="group", bargap=0.25)


def _trace(view: View, each: Line, index: int) -> Trace:
    if isinstance(view.x, tuple):
        return bars(view.x, each.y, each.name, index)
    y = without_extremes(each.y) if view.is_logarithmic else each.y
    trace = line(view.x, y, each.name, index, mode="markers" if view.is_scattered else "lines")
    if each.is_broad:
        trace["line"] |= {"width": BROAD}
    if view.is_scattered:
        trace["marker"] = {"size": 5, "color": colour(index)}
    return trace


def _height(view: View) -> dict[str, object]:
    """The y axis of `view`."""
    if view.is_logarithmic:
        return logarithmic(view.y_title, *(without_extremes(each.y) for each in view.lines))
    return titled(view.y_title)


def findings(measured: Measured) -> Iterator[Finding]:
    """The ruling, and how the others went where that is known."""
    chosen = measured.chosen
    yield Finding(
        key="number",
        name=f"“{chosen.statement}” is {chosen.in_words}",
        value=chosen.value,
        unit=chosen.unit,
        says=chosen.says,
    )
    if not measured.topics:
        return
    count = Counter(ruling.verdict for topic in measured.topics for ruling in topic.rulings)
    total = f"of {count.total()}"
    yield Finding(
        key="true",
        name="true as they stand",
        value=float(count["true"]),
        unit=total,
        says=f"statements hold as they stand; {count['misleading']} more do, but mislead: a tighter fact is true.",
    )
    yield Finding(
        key="false",
        name="false",
        value=float(count["false"]),
        unit=total,
        says="statements fail.",
    )
    yield Finding(
        key="true_if",
        name="true under a condition",
        value=float(count["true if"]),
        unit=total,
        says="statements hold where their condition is met, and fail where it is not.",
    )


CLAIMS_EXHIBIT = Exhibit(
    slug="claims",
    title="Claims",
    asks="What is true of what is said about activations?",
    idea="Much of what is said of activations is half true: here each statement meets the number that decides it.",
    minutes=6,
    steps=(
        Step(
            asks="“Sigmoid’s gradient lies in [0, 1].” How large is it at its largest?",
            settings={"claim": "sigmoid_gradient_range"},
            prediction=Estimate(of="number", low=0, high=1, step=0.05),
            because="σ′ = σ · (1 − σ) multiplies two shares of one whole, and no such product is above ½ · ½: the "
            "statement is true, and four times too wide.",
        ),
        Step(
            asks="“A computed sigmoid never reaches 1.” From which x on is it exactly 1 in float32?",
            settings={"claim": "sigmoid_never_reaches_one"},
            prediction=Between(
                of="number", choices=("Below 10", "From 10 to 50", "From 50 on, if at all"), cuts=(10, 50)
            ),
            because="float32 has 24 binary digits: where e⁻ˣ is below 2⁻²⁴, 1 + e⁻ˣ is rounded to 1.",
        ),
        Step(
            asks="Twelve ReLUs of one input are added up with any weights. Of how many straight pieces can the sum be, "
            "at most?",
            settings={"claim": "relus_make_pieces"},
            prediction=Between(
                of="number",
                choices=("Fewer than 14", "From 14 to 144", "144 or more: they double with each"),
                cuts=(14, 144),
            ),
            because="Each ReLU has one corner, and twelve corners part a line into thirteen pieces. It takes depth, "
            "folds of folds, for more.",
        ),
        Step(
            asks="“Softmax has no gradient for negative logits.” How much has it at −1, −2, −3 and −4, where it is "
            "least?",
            settings={"claim": "softmax_dies"},
            prediction=Between(of="number", choices=("None, but for rounding", "Some"), cuts=(1e-9,)),
            because="Softmax sees differences between logits alone: −1 to −4 are to it what 3 to 0 are.",
        ),
    ),
    leads=(
        Lead("saturation", "How much gradient a flat curve leaves"),
        Lead("depth", "What becomes of signals in depth"),
        Lead("softmax", "Softmax, with logits to move"),
    ),
    controls=ClaimsControls,
    measure=measure,
    parts=parts,
    draw=draw,
    findings=findings,
    below="claims",
    view=view,
)
