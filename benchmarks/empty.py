"""An application that does nothing: what FastAPI and uvicorn cost by themselves on this machine."""

from fastapi import FastAPI

app = FastAPI(docs_url=None, redoc_url=None)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """Answer."""
    return {}
