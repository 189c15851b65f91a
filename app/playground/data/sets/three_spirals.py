"""The data set Three spirals."""

from app.playground.data.dataset import Dataset, arms

THREE_SPIRALS = Dataset(
    name="three_spirals",
    title="Three spirals",
    summary="Three arms wound round each other: three outputs have to agree on who wins where.",
    classes=3,
    function=arms(3, 1.25),
    sketch=(
        '<path class="s0" stroke-width="1.9" d="M10.3 9.4 10.8 9.2 11.5 9.2 12.1 9.7 12.6 10.5 12.8 11.5 12.5 '
        '12.7 11.7 13.8 10.4 14.6 8.8 15.0 7.0 14.8 5.2 13.9 3.8 12.3 2.9 10.2 2.7 7.8 3.4 5.3 4.9 3.0"/>'
        '<path class="s1" stroke-width="1.9" d="M10.4 10.6 10.3 11.1 9.9 11.7 9.2 12.0 8.3 12.0 7.3 11.6 6.4 '
        '10.8 5.9 9.5 5.8 8.0 6.3 6.5 7.4 5.0 9.0 4.0 11.1 3.5 13.4 3.7 15.5 4.8 17.4 6.6 18.6 9.1"/>'
        '<path class="s2" stroke-width="1.9" d="M9.3 10.0 8.9 9.7 8.6 9.1 8.7 8.3 9.1 7.5 9.9 6.8 11.1 6.5 12.5 '
        '6.7 13.8 7.3 14.9 8.5 15.6 10.2 15.7 12.2 15.1 14.2 13.8 16.0 11.7 17.4 9.2 18.1 6.5 17.9"/>'
    ),
)
