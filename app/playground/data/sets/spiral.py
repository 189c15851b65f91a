"""The data set Spiral."""

from app.playground.data.dataset import Dataset, arms

SPIRAL = Dataset(
    name="spiral",
    title="Spiral",
    summary="Two arms wound round each other almost twice: the boundary between them turns and turns again.",
    classes=2,
    function=arms(2, 1.75),
    sketch=(
        '<path class="s0" stroke-width="1.9" d="M10.4 9.5 11.1 9.6 11.7 10.2 11.7 11.3 11.1 12.4 9.7 13.1 7.9 '
        '13.0 6.3 11.9 5.4 9.8 5.6 7.3 7.2 5.1 9.9 3.9 13.1 4.2 16.0 6.1 17.6 9.5 17.3 13.4 15.1 17.0"/>'
        '<path class="s1" stroke-width="1.9" d="M9.6 10.5 8.9 10.4 8.3 9.8 8.3 8.7 8.9 7.6 10.3 6.9 12.1 7.0 '
        '13.7 8.1 14.6 10.2 14.4 12.7 12.8 14.9 10.1 16.1 6.9 15.8 4.0 13.9 2.4 10.5 2.7 6.6 4.9 3.0"/>'
    ),
)
