"""What is drawn of a painted map: its numbers, and what they are called."""

from app.figures.drawn_map import DrawnAxis, DrawnMap
from app.playground.map.judge import OUTCOMES
from app.playground.map.picture import UNKNOWN, Picture


def drawn(picture: Picture) -> DrawnMap:
    """What a figure of `picture`, as far as it is known, is made of."""
    question = picture.question
    x, y = (
        DrawnAxis(title=quantity.title, values=values, is_log=axis.scale == "log", is_whole=quantity.whole)
        for axis, quantity, values in zip((question.x, question.y), question.quantities, question.values, strict=True)
    )
    return DrawnMap(
        names=question.activations,
        x=x,
        y=y,
        measure=question.measure,
        title=question.titles[question.measure],
        aim=question.goal.aim,
        values=picture.values,
        learned=picture.outcome == OUTCOMES.index("learned"),
        diverged=picture.outcome == OUTCOMES.index("diverged"),
        known=picture.outcome != UNKNOWN,
    )
