"""Tables are learned as well as by scikit-learn's own network with the same layers and settings."""

import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from app.analysis.points import Points, float64
from app.playground.plan import Plan
from app.playground.training import Run

SEEDS = 8
EPOCHS = 20
LR = 0.01
BATCH = 16
UNITS = 8
# Student's t for 2·(SEEDS − 1) degrees of freedom, both sides, 99 %
LARGEST_T = 2.98


def ours(name: str) -> tuple[Run, Points]:
    run = Run(
        Plan.model_validate(
            {
                "data": {"name": name},
                "network": {"hidden": [{"units": UNITS, "activation": "relu"}]},
                "training": {"optimizer": "adam", "lr": LR, "batch_size": BATCH, "loss": "auto"},
                "replicas": SEEDS,
            }
        )
    )
    run.train_epochs(EPOCHS)
    accuracy = run.score().test_accuracy
    assert accuracy is not None
    return run, float64(accuracy)


def theirs(run: Run, seed: int) -> float:
    """The accuracy on the same rows, standardised by its own scaler."""
    train, test = run.data.train, run.data.test
    scaler = StandardScaler().fit(train.x.numpy())
    model = MLPClassifier(
        (UNITS,), learning_rate_init=LR, batch_size=BATCH, alpha=0, max_iter=EPOCHS, random_state=seed
    )
    with warnings.catch_warnings():
        # it is to stop after so many epochs
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(scaler.transform(train.x.numpy()), train.y.numpy())
    return float(model.score(scaler.transform(test.x.numpy()), test.y.numpy()))


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer"])
def test_a_table_is_learned_as_well_as_by_another_implementation(name: str) -> None:
    run, own = ours(name)
    others = np.array([theirs(run, seed) for seed in range(SEEDS)])
    error = np.sqrt((own.var(ddof=1) + others.var(ddof=1)) / SEEDS)
    assert own.mean() > 0.85
    # a row of the test more or less is no difference
    assert abs(own.mean() - others.mean()) <= LARGEST_T * error + 1 / len(run.data.test)
