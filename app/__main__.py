"""`python -m app`: serve with the settings of the environment."""

import uvicorn

from app.settings import Settings
from app.web.http.connections import PatientHttp, PatientSocket
from app.web.http.plotly_script import PLOTLY

PLOTLY_IS_WHOLE = (
    "Browsers get the whole of Plotly's script, three times what the pages need: "
    "what frontend/package-lock.json names is not installed. To try again: rm -r frontend/node_modules; make run"
)


def main() -> None:
    """Print the address and serve until interrupted."""
    settings = Settings()
    print(f"Activation Lab: http://{settings.host}:{settings.port}", flush=True)  # noqa: T201  for the person at the prompt
    if PLOTLY.is_whole:
        print(PLOTLY_IS_WHOLE, flush=True)  # noqa: T201  for the same
    uvicorn.run(
        "app.main:served_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        access_log=False,
        server_header=False,
        http=PatientHttp,
        ws=PatientSocket,
        ws_max_size=settings.max_body_bytes,
        # frames are maps in base64, which hardly shrink, and come thirty times a second
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main()
