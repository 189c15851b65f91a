"""What this server takes of a plan: its settings, as sentences."""

from app.playground.map.plan import MapPlan
from app.playground.map.tiles import pixels_together
from app.playground.network.network import Parameters
from app.playground.plan import Plan
from app.playground.race.plan import RacePlan
from app.playground.race.search import search_plan
from app.playground.work import megabytes, work
from app.settings import Settings

SCORES = 4
"""Numbers of a replica in an entry of a history: two losses, two accuracies."""


def check_limits(plan: Plan, settings: Settings, epochs: int = 0) -> None:
    """Raise ValueError, with a sentence that names the limit, where `plan` or its `epochs` ask for too much."""
    if plan.replicas > settings.most_replicas:
        raise ValueError(
            f"{plan.replicas} replicas are too many; this server takes {settings.most_replicas} (MOST_REPLICAS)."
        )
    if epochs > settings.most_epochs:
        raise ValueError(
            f"{epochs} epochs are too many; this server takes {settings.most_epochs} at most (MOST_EPOCHS)."
        )
    asked = work(plan)
    if asked > settings.most_work:
        raise ValueError(
            f"One pass through the networks of this plan comes to {asked / 1e6:,.0f} million numbers; this server "
            f"takes at most {settings.most_work / 1e6:,.0f} million (MOST_WORK). Choose fewer units, points or "
            "replicas, or a simpler activation."
        )
    held = megabytes(plan)
    if held > settings.most_megabytes:
        raise ValueError(
            f"A run of this plan holds {held:,.0f} MB; this server takes at most {settings.most_megabytes} "
            "(MOST_MEGABYTES). Choose fewer units, points or replicas."
        )


def check_answer(plan: Plan, epochs: int, every: int, settings: Settings) -> None:
    """Raise ValueError, with a sentence that names the limit, where a history would hold too many numbers."""
    most = settings.most_numbers
    # before the first epoch, after each that is due, and after the last
    count = SCORES * plan.replicas * (epochs // every + 2)
    if count > most:
        enough = -(-SCORES * plan.replicas * epochs // max(most - 2 * SCORES * plan.replicas, 1))
        raise ValueError(
            f"The history of {epochs} epochs with replicas is up to {count} numbers; one answer has at most {most} "
            f"(MOST_NUMBERS). Tell fewer epochs of it, with every = {enough}, or train fewer replicas."
        )


def check_weights(parameters: Parameters, settings: Settings) -> None:
    """Raise ValueError, with a sentence that names the limit, where an answer would hold too many weights."""
    count = 2 * parameters.vector.numel()
    if count > settings.most_numbers:
        raise ValueError(
            f"The weights before and after are {count} numbers; one answer has at most {settings.most_numbers} "
            "(MOST_NUMBERS). Choose fewer units or replicas, or leave the weights out."
        )


def check_race(race: RacePlan, settings: Settings) -> None:
    """Raise ValueError, with a sentence that names the limit, where a lane of `race` asks for too much."""
    for activation in race.activations:
        check_limits(race.lane(activation), settings, race.epochs)
        if race.rates == "best":
            _check_search(search_plan(race, activation), settings)
    held = race_megabytes(race)
    if held > settings.most_megabytes:
        raise ValueError(
            f"The lanes of this race hold {held:,.0f} MB together; this server takes at most {settings.most_megabytes} "
            "(MOST_MEGABYTES). Choose fewer activations, units, points or seeds."
        )


def _check_search(plan: Plan, settings: Settings) -> None:
    """Raise ValueError, with a sentence that names the limit, where a search by `plan` asks for too much."""
    if plan.replicas > settings.most_replicas:
        raise ValueError(
            f"The search for a lane's learning rate trains {plan.replicas} networks side by side; this server takes "
            f"{settings.most_replicas} (MOST_REPLICAS). Choose one rate for all lanes."
        )
    check_limits(plan, settings)


def check_race_call(race: RacePlan, settings: Settings) -> None:
    """Raise ValueError, with a sentence that names the limit, where `race` is more than one call may ask for."""
    asked, most = race.network_epochs, settings.most_network_epochs
    searched = len(race.activations) * search_plan(race, race.activations[0]).replicas * race.search_epochs
    if race.rates == "best" and asked + searched > most:
        raise ValueError(
            f"{len(race.activations)} activations × {race.seeds} seeds × {race.epochs} epochs are {asked} "
            f"network-epochs, and the search for their learning rates {searched}; one call takes {most} "
            "(MOST_NETWORK_EPOCHS). Ask for fewer of one of the three, or for one rate."
        )
    if asked > most:
        raise ValueError(
            f"{len(race.activations)} activations × {race.seeds} seeds × {race.epochs} epochs are {asked} "
            f"network-epochs; one call takes {most} (MOST_NETWORK_EPOCHS). Ask for fewer of one of the three."
        )
    check_race(race, settings)


def check_map(question: MapPlan, settings: Settings) -> None:
    """Raise ValueError, with a sentence that names the limit, where a map asks for too much."""
    if question.pixels > settings.most_pixels:
        raise ValueError(
            f"The map has {question.pixels} pixels; this server paints {settings.most_pixels} at most (MOST_PIXELS). "
            "Choose fewer values along an axis, or fewer activations."
        )
    together = pixels_together(question) * question.plan.replicas
    columns, rows = (len(values) for values in question.values)
    for number in range(len(question.activations)):
        largest = question.pixel(number, rows - 1, columns - 1)
        check_limits(largest.model_copy(update={"replicas": together}), settings, question.epochs)


def race_megabytes(race: RacePlan) -> float:
    """What all lanes of `race` hold, with their searches for learning rates."""
    plans = [race.lane(activation) for activation in race.activations]
    if race.rates == "best":
        plans += [search_plan(race, activation) for activation in race.activations]
    return sum(map(megabytes, plans))
