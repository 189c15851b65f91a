"""Does once what the service does, so that Python compiles the modules that this takes, and no other.

pip would compile all that it installs, most of which is never imported: 60 MB of an image.
"""

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

sys.path.insert(0, str(Path(__file__).parent.parent))

import app
from app.main import create_app
from app.playground.plan import Plan
from app.playground.script.onnx_model import can_write_onnx, onnx_model
from app.playground.script.weights import trained_network
from app.playground.trainers import choose_trainer, compiled_trainer
from app.playground.training import Run


def use() -> None:
    """Import every module of the application, make the service, train a network, and write it as ONNX if it can be."""
    for module in walk_packages(app.__path__, "app."):
        # some are for an extra that is not installed
        with suppress(ModuleNotFoundError):
            import_module(module.name)
    create_app()
    run = Run(Plan())
    run.step()
    if choose_trainer("auto") == "xla" and (trainer := compiled_trainer(run)):
        trainer.train(1)
    if can_write_onnx():
        weights = [{name: tensor[0].tolist() for name, tensor in tensors.items()} for tensors in run.tensors()]
        onnx_model(trained_network(run.plan, weights))


if __name__ == "__main__":
    use()
