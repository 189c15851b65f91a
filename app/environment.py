"""Which environment variables are settings, which of two leads, and which are another program's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address

from app.lookup import nearest
from app.text import echoed

PREFIX = "ACTIVATION_LAB_"
WITHOUT_PREFIX = frozenset(
    {
        "host",
        "port",
        "workers",
        "device",
        "trainer",
        "allowed_origins",
        "max_body_bytes",
        "cache_seconds",
        "most_replicas",
        "most_epochs",
        "most_network_epochs",
        "train_seconds",
        "most_work",
        "most_sessions",
        "idle_seconds",
        "forwarded_allow_ips",
    }
)
"""Settings that the first version read by these names; they still are, where the prefixed name is not set."""

# what Kubernetes sets in every container for a service called activation-lab
_OF_A_SERVICE = re.compile(r"SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\d+_.*", re.IGNORECASE)


def variable(setting: str) -> str:
    """The environment variable of a setting: ACTIVATION_LAB_PORT of port."""
    return PREFIX + setting.upper()


def leading(settings: Iterable[str], environment: Mapping[str, str]) -> dict[str, str]:
    """For each of `settings` that the environment sets, the variable that does; one that is empty sets nothing."""
    return {
        setting: names[0]
        for setting in settings
        if (names := [name for name in _names(setting, environment) if not _left_aside(setting, name, environment)])
    }


def remarks(settings: Iterable[str], environment: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each variable that looks like a setting and sets none."""
    known = tuple(settings)
    for setting in known:
        names = _names(setting, environment)
        yield from (sentence for name in names if (sentence := _left_aside(setting, name, environment)))
    for name in environment:
        rest = name[len(PREFIX) :]
        if not name.upper().startswith(PREFIX) or rest.lower() in known or _OF_A_SERVICE.fullmatch(rest):
            continue
        near = nearest(rest, known)
        if near is None:
            yield f"{echoed(name)} sets nothing: there is no such setting; python -m app --help lists them."
        else:
            yield f"{echoed(name)} sets nothing: there is no such setting; did you mean {variable(near)}?"


def _names(setting: str, environment: Mapping[str, str]) -> list[str]:
    """The variables, in any case, that name `setting` and are not empty; the leading one first."""
    wanted = [variable(setting).lower(), *([setting] if setting in WITHOUT_PREFIX else ())]
    by_name = {name.lower(): name for name, value in environment.items() if value}
    return [by_name[name] for name in wanted if name in by_name]


def _left_aside(setting: str, name: str, environment: Mapping[str, str]) -> str:
    """Why the value of a variable is another program's, as a sentence; empty where it is ours."""
    value = environment[name]
    if setting == "port" and "://" in value:
        return (
            f"{name} = {echoed(value)} is what Kubernetes says of a service, and is left aside; "
            "the flag --port names the port to listen on."
        )
    if setting == "host" and not name.upper().startswith(PREFIX) and not _is_address(value):
        return (
            f"{name} = {echoed(value)} is no address and is left aside, as compilers and shells set {name} too; "
            f"to listen on it, set {variable(setting)}."
        )
    return ""


def _is_address(text: str) -> bool:
    """Whether `text` is an address of IP, or localhost."""
    try:
        return text.lower() == "localhost" or bool(ip_address(text).version)
    except ValueError:
        return False
