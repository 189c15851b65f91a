"""Says which torch pip has installed: exits with 1 for one that would bring several gigabytes of CUDA along."""

import sys
from importlib.metadata import requires

# pip's own copy: nothing else is installed yet
from pip._vendor.packaging.requirements import Requirement

PREFIX = "nvidia"


def brings_cuda() -> bool:
    """Whether the installed torch asks for NVIDIA's libraries on this machine."""
    wanted = map(Requirement, requires("torch") or ())
    return any(each.name.startswith(PREFIX) and (each.marker is None or each.marker.evaluate()) for each in wanted)


if __name__ == "__main__":
    sys.exit(brings_cuda())
