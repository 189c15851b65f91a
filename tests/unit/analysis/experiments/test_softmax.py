"""Softmax: its Jacobian, the gradient of its losses, its naive form."""

import numpy as np

from app.analysis.experiments.softmax import examine


def test_softmaxs_jacobian_is_its_closed_form_and_its_rows_sum_to_0() -> None:
    found = examine((2.0, 1.0, 0.5, -1.0), 0.7, 1, 0.0, "cpu")
    p = found.softmax
    np.testing.assert_allclose(found.jacobian, (np.diag(p) - np.outer(p, p)) / 0.7, atol=1e-15)
    np.testing.assert_allclose(found.jacobian.sum(axis=1), 0, atol=1e-15)
    assert np.all(np.diag(found.jacobian) > 0)
    assert max(found.row_sum, found.closed_form) < 1e-15


def test_cross_entropys_gradient_is_p_minus_y_and_that_of_squared_loss_goes_through_the_jacobian() -> None:
    found = examine((2.0, 1.0, 0.5, -1.0), 1.0, 2, 0.0, "cpu")
    off = found.softmax - np.eye(4)[2]
    np.testing.assert_allclose(found.cross_entropy, off, atol=1e-15)
    np.testing.assert_allclose(found.squared, found.jacobian @ off, atol=1e-15)


def test_a_shift_changes_nothing_but_breaks_the_naive_form() -> None:
    for shift in (1000.0, -1000.0):
        found = examine((2.0, 1.0, 0.5, -1.0), 1.0, 0, shift, "cpu")
        assert found.shift_error < 1e-12
        assert np.isnan(found.naive).any()
        np.testing.assert_allclose(found.stable, found.softmax, atol=1e-4)
