"""Training by XLA; where JAX is not installed these are left out, and say so."""

import pytest

pytest.importorskip("jax", reason="JAX is not installed: make test without SLIM=1")
