"""The messages of both sockets as JSON Schema, both ways, for programs and for the documentation."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter

from app.web.api.playground_answers import PlaygroundAnswer
from app.web.api.race_answers import RaceAnswer
from app.web.live.messages import ClientMessage
from app.web.live.race_messages import RaceMessage

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESSES = {"playground": "/api/v1/playground", "race": "/api/v1/race"}
MESSAGES: Mapping[str, Mapping[str, Any]] = {
    "playground": {"client": ClientMessage, "server": PlaygroundAnswer},
    "race": {"client": RaceMessage, "server": RaceAnswer},
}
"""What each side may say on each socket, a union of models."""

Schema = dict[str, Any]


class SocketReply(BaseModel):
    """One socket: where it is, and what either side says on it, each a JSON Schema of one message."""

    address: str
    client: Annotated[Schema, Field(description="What a client may say")]
    server: Annotated[Schema, Field(description="What the server says; it may say more from one version to the next")]


class MessagesReply(BaseModel):
    """The messages of both sockets."""

    playground: SocketReply
    race: SocketReply


@cache
def messages_content() -> dict[str, Any]:
    """A MessagesReply, as plain values."""
    return {
        name: {"address": ADDRESSES[name], **{side: _schema(kinds, side) for side, kinds in sides.items()}}
        for name, sides in MESSAGES.items()
    }


def _schema(kinds: Any, side: str) -> Schema:  # noqa: ANN401  a union of models
    """The schema of what the client may send, or of what the server does."""
    mode = "validation" if side == "client" else "serialization"
    return {"$schema": DIALECT, **TypeAdapter(kinds).json_schema(mode=mode)}
