"""The plane through data of any number of inputs is what it says, and each point is shown where it lies in it."""

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from app.playground.data.datasets import DATASETS
from app.playground.live.frame import feature_maps, input_maps, take_frame
from app.playground.plan import DataPlan, Plan
from app.playground.plan_data import input_names, plane_of, split_data
from app.playground.plane import plane
from app.playground.training import Run
from app.playground.views import View, viewed_plane
from tests.unit.playground.runs import run_of

TABLES = [name for name, dataset in DATASETS.items() if dataset.inputs > 2]


@pytest.mark.parametrize("name", TABLES)
def test_the_usual_plane_of_a_table_is_that_of_its_principal_components(name: str) -> None:
    data = split_data(DataPlan.model_validate({"name": name}))
    found = plane_of(DataPlan.model_validate({"name": name}), data)
    scaler = StandardScaler().fit(data.train.x.numpy())
    pca = PCA(n_components=2, svd_solver="full").fit(scaler.transform(data.train.x.numpy()))
    theirs = pca.transform(scaler.transform(data.joined().x.numpy()))
    ours = found.shown(data.joined().x).numpy()
    # a component has no sign of its own
    signs = np.sign((ours * theirs).sum(axis=0))
    np.testing.assert_allclose(ours, signs * theirs, rtol=1e-7, atol=1e-7)
    (low, high), (bottom, top) = found.x, found.y
    assert low < ours[:, 0].min() < ours[:, 0].max() < high
    assert bottom < ours[:, 1].min() < ours[:, 1].max() < top


@pytest.mark.parametrize("view", [View(), View(kind="columns", x=2, y=0), View(kind="columns", x=1, y=3, sample=5)])
def test_a_place_of_the_plane_is_shown_where_it_is(view: View) -> None:
    data = split_data(DataPlan.model_validate({"name": "iris"}))
    found = viewed_plane(data, view)
    points = plane("cpu", 5, torch.float64, found)[0]
    across = torch.linspace(*found.x, 5, dtype=torch.float64)
    up = torch.linspace(*found.y, 5, dtype=torch.float64).flip(0)
    expected = torch.stack((across.repeat(5), up.repeat_interleave(5)), dim=1)
    torch.testing.assert_close(found.shown(points), expected)
    if view.kind == "columns":
        others = [column for column in range(4) if column not in {view.x, view.y}]
        through = data.train.x.mean(dim=0) if view.sample is None else data.train.x[view.sample]
        torch.testing.assert_close(points[:, others], through[others].expand(25, -1))
        assert found.names == (data.train.columns[view.x], data.train.columns[view.y])


@pytest.mark.parametrize(
    ("name", "view", "sentence"),
    [
        ("iris", View(kind="columns", x=0, y=4), "There is no column 4; the columns are numbered from 0 to 3."),
        ("iris", View(kind="columns", x=1, y=1), "A plane needs two different columns."),
        ("iris", View(kind="columns", sample=75), "There is no training row 75; the rows are numbered from 0 to 74."),
        ("circle", View(), "Data of one or two inputs is shown as it is; a view is chosen among more."),
    ],
)
def test_a_plane_that_there_is_not_is_refused(name: str, view: View, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"column|row|inputs") as refusal:
        viewed_plane(split_data(DataPlan.model_validate({"name": name})), view)
    assert str(refusal.value) == sentence


def test_a_line_has_the_answers_in_the_units_of_the_data() -> None:
    run = run_of("3:tanh", data="sine", lr=0.1)
    run.train_epochs(3)
    frame = take_frame(run)
    assert frame.curves is not None
    x = torch.linspace(*run.plane.x, 256, dtype=torch.float64)[None, :, None]
    forward = run.network.forward(x, run.parameters.first_network())
    torch.testing.assert_close(frame.curves.answer.double(), forward.answer[0].T, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(frame.curves.layers[0].double(), forward.h[0][0].T, rtol=1e-4, atol=1e-5)
    assert frame.boundary.shape == (1, 1, 256)
    assert frame.units[0].maps.shape == (3, 1, 128)


def test_a_frame_of_many_inputs_is_the_answer_over_their_plane() -> None:
    run = run_of("3:tanh", data="digits")
    frame = take_frame(run)
    assert frame.boundary.shape == (10, 64, 64)
    assert frame.curves is None
    x = plane("cpu", 64, torch.float64, run.plane)
    answer = run.network.forward(run.scaling.points(x), run.parameters.first_network()).answer[0]
    shares = torch.softmax(answer, dim=1).T.view(10, 64, 64)
    assert (frame.boundary / 255 - shares).abs().max() < 0.5 / 255 + 1e-5


def test_features_are_the_inputs_and_are_seen_over_the_plane() -> None:
    features = ("x2", "sin_y", "r")
    run = Run(Plan.model_validate({"data": {"name": "circle", "features": features}}))
    x, y = run.data.train.x.T
    raw = torch.stack((x**2, torch.sin(y), (x**2 + y**2).sqrt()), dim=1)
    torch.testing.assert_close(run.train.x * run.scaling.deviation + run.scaling.mean, raw)
    assert input_names(run.plan.data) == ("x²", "sin y", "r")
    shown = input_maps(run)
    assert shown.maps.shape == (3, 32, 32)
    # x² is the same at both ends of a row, and sin y along it
    assert torch.equal(shown.maps[1], shown.maps[1][:, :1].expand(-1, 32))
    assert run.network.layers[0].fan_in == 3
    offered = feature_maps(run)
    assert offered is not None
    assert offered.maps.shape == (8, 32, 32)
    # in their own units: xy is 36 in the corner of the usual plane, and r is 0 in no place
    assert offered.scales[4] == pytest.approx(36)
    assert int(offered.maps[7].min()) >= 127
    assert feature_maps(Run(Plan.model_validate({"data": {"name": "iris"}}))) is None
