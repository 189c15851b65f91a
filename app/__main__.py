"""`python -m app`: serve with the settings of the environment."""

import uvicorn

from app.settings import Settings


def main() -> None:
    """Print the address and serve until interrupted."""
    settings = Settings()
    print(f"Activation Lab: http://{settings.host}:{settings.port}", flush=True)  # noqa: T201  for the person at the prompt
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=settings.max_body_bytes,
        # frames are maps in base64, which hardly shrink, and come thirty times a second
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main()
