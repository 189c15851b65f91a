"""The messages of the live sockets, described: what either side may say."""

from fastapi import APIRouter, Request, Response

from app.web.api.messages import MessagesReply, messages_content
from app.web.http.answers import json_bytes, keepable

router = APIRouter(prefix="/api/v1", tags=["messages"])


@router.get("/messages", response_model=MessagesReply)
async def messages(request: Request) -> Response:
    """Every message of both web sockets as JSON Schema, what a client may say and what the server does."""
    return keepable(request, lambda: json_bytes(messages_content()))
