"""A lookup finds what it has, and offers the nearest name for what it has not."""

import pytest

from app.lookup import Lookup, did_you_mean

FRUITS = Lookup("fruit", ("apple", "quince"), str)


def test_finds_each_by_its_name() -> None:
    assert [FRUITS.find(name) for name in ("apple", "quince")] == ["apple", "quince"]


def test_finds_a_thing_by_its_aliases_however_they_are_written() -> None:
    fruits = Lookup("fruit", ("apple", "quince"), str, lambda fruit: {"apple": ("Golden Delicious",)}.get(fruit, ()))
    assert {fruits.find(name) for name in ("golden_delicious", "GoldenDelicious", "golden-delicious")} == {"apple"}
    with pytest.raises(TypeError, match="'one'"):
        Lookup("fruit", ("apple", "quince"), str, lambda _: ("one",))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("aple", "There is no fruit 'aple'; did you mean 'apple'?"),
        ("QUINCE", "There is no fruit 'QUINCE'; did you mean 'quince'?"),
        ("zzz", "There is no fruit 'zzz'."),
        ("z" * 61, f"There is no fruit '{'z' * 60}…'."),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(name: str, sentence: str) -> None:
    with pytest.raises(KeyError) as raised:
        FRUITS.find(name)
    assert raised.value.args[0] == sentence


def test_no_two_share_a_name() -> None:
    with pytest.raises(TypeError, match="'apple'"):
        Lookup("fruit", ("apple", "apple"), str)


def test_offers_nothing_when_nothing_is_near() -> None:
    assert did_you_mean("qqq", ["relu", "elu"]) == "."
