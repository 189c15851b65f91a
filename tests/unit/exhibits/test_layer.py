"""What the questions of the exhibit of one layer say of the settings they are asked at."""

from app.exhibits.layer import STEPS, LayerControls, measure


def test_what_questions_say_of_their_settings_is_so() -> None:
    sizes, silent, blind, flat = (measure(LayerControls.model_validate(step.settings), "cpu") for step in STEPS)
    assert sizes.weights.shape == (4, 3)
    assert silent.weights.shape == blind.weights.shape == (3, 3)
    assert (silent.z < 0).sum() == 2
    assert silent.x.all()
    assert blind.x.tolist() == [1.0, 0.0, 0.5]
    assert flat.x.tolist() == [8.0, -4.0, 4.0]
