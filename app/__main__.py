"""`python -m app`: serve with the settings of flags and the environment; `--help` lists them."""

import os
import sys
from collections.abc import Sequence

from app.command_line import SettingsError, settings_of
from app.serving import serve
from app.settings import Settings
from app.web.http.plotly_script import PLOTLY

PLOTLY_IS_WHOLE = (
    "Browsers get the whole of Plotly's script, three times what the pages need: "
    "what frontend/package-lock.json names is not installed. To try again: rm -r frontend/node_modules; make run"
)


REFUSED = 2
INTERRUPTED = 130
"""As a shell counts a program that Ctrl-C has ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted, as `arguments`, or those of the command line, say; the exit code."""
    try:
        settings, remarks = settings_of(sys.argv[1:] if arguments is None else arguments)
        _check_device(settings)
        serve(settings, [*remarks, *([PLOTLY_IS_WHOLE] if PLOTLY.is_whole else [])])
    except SettingsError as error:
        for sentence in error.sentences:
            print(sentence, file=sys.stderr)  # noqa: T201  for the person at the prompt
        return REFUSED
    except KeyboardInterrupt:
        # not by way of the interpreter's end, which waits for a program that is being compiled
        os._exit(INTERRUPTED)
    return 0


def _check_device(settings: Settings) -> None:
    """Raise SettingsError where the device is not there."""
    if settings.device != "cuda":
        return
    # torch takes a second to import, which --help and a mistyped flag need not wait for
    from app.device import choose_device  # noqa: PLC0415

    try:
        choose_device(settings.device)
    except ValueError as error:
        raise SettingsError([str(error)]) from None


if __name__ == "__main__":
    sys.exit(main())
