"""`make bench`: every figure, as medians of several runs on this machine."""

import os
import platform

from benchmarks import (
    cluster,
    digits,
    exhibits,
    first_frame,
    map_page,
    maps,
    memory,
    own_table,
    page,
    playground,
    race,
    race_page,
    refusals,
    replicas,
    sessions,
    slider,
    throughput,
    trained,
    verdict,
)


def main() -> None:
    """Measure and print, one row at a time."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| what | median | aim | runs |\n|---|---|---|---|")
    for benchmark in (
        memory,
        page,
        throughput,
        refusals,
        replicas,
        slider,
        exhibits,
        playground,
        digits,
        first_frame,
        trained,
        race,
        race_page,
        maps,
        map_page,
        sessions,
        verdict,
        own_table,
        cluster,
    ):
        for figure in benchmark.measure():
            print(figure, flush=True)


if __name__ == "__main__":
    main()
