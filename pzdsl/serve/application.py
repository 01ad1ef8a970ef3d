"""The web application: which address leads where."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import as_file, files
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from pzdsl.serve.completions import Completions, pieces, read_request, whole
from pzdsl.serve.guard import Access, Guard
from pzdsl.serve.interviews import Interviews
from pzdsl.serve.limits import Limits
from pzdsl.serve.names import PatientName
from pzdsl.serve.problems import Problem
from pzdsl.serve.sessions import Sessions
from pzdsl.serve.thinking import Thinking
from pzdsl.serve.ward import Ward
from pzdsl.version import VERSION

_PAGES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/reveal.js": ("reveal.js", "text/javascript; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
Reply = Callable[[Request], Awaitable[Any]]


def application(
    ward: Ward, access: Access | None = None, limits: Limits | None = None, *, ready: Sequence[PatientName] = ()
) -> ASGIApp:
    """The application that serves these patients; whoever may ask is checked before anything is read.

    `ready` are drawn in the background when the server starts: the first patient of a specification takes longest.
    """
    limits = limits if limits is not None else Limits()
    sessions = Sessions(limits.sessions, limits.idle_seconds)
    thinking = Thinking()
    completions = Completions(ward, thinking, sessions, limits)
    interviews = Interviews(ward, thinking, sessions, limits)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        thinking.start()
        drawing = asyncio.create_task(ward.get_ready(ready))
        try:
            yield
        finally:
            drawing.cancel()
            await thinking.think(ward.close())
            thinking.stop()

    async def complete(request: Request) -> Response:
        asked = read_request(await request.body(), ward, limits)
        said = await completions.answer(asked, request.headers.get("x-session"))
        if asked.streamed:
            return StreamingResponse(pieces(said, asked.with_usage), media_type="text/event-stream")
        return _json(whole(said))

    async def models(request: Request) -> Response:
        names = [request.path_params["name"]] if "name" in request.path_params else sorted(ward.plans)
        if any(name not in ward.plans for name in names):
            raise Problem(404, "there is no such model here", code="model_not_found")
        found = [{"id": name, "object": "model", "created": 0, "owned_by": "pzdsl"} for name in names]
        return _json(found[0] if "name" in request.path_params else {"object": "list", "data": found})

    async def health(request: Request) -> Response:
        return _json({"status": "ok", "version": VERSION, "sessions": len(sessions)})

    async def diseases(request: Request) -> Response:
        return _json(interviews.diseases())

    async def begin(request: Request) -> Response:
        return _json(await interviews.begin(await request.body()), 201)

    async def ask(request: Request) -> Response:
        return _json(await interviews.ask(request.path_params["id"], await request.body()))

    async def reveal(request: Request) -> Response:
        return _json(await interviews.reveal(request.path_params["id"]))

    async def end(request: Request) -> Response:
        return _json(interviews.end(request.path_params["id"]))

    routes = [
        *(Route(path, _page(*page), methods=["GET"]) for path, page in _PAGES.items()),
        Route("/healthz", health, methods=["GET"]),
        Route("/v1/models", models, methods=["GET"]),
        Route("/v1/models/{name}", models, methods=["GET"]),
        Route("/v1/chat/completions", complete, methods=["POST"]),
        Route("/api/diseases", diseases, methods=["GET"]),
        Route("/api/interviews", begin, methods=["POST"]),
        Route("/api/interviews/{id}", end, methods=["DELETE"]),
        Route("/api/interviews/{id}/questions", ask, methods=["POST"]),
        Route("/api/interviews/{id}/reveal", reveal, methods=["GET"]),
    ]
    handlers: dict[Any, Any] = {Problem: _problem, HTTPException: _http, Exception: _internal}
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=life), access or Access(), limits)


def _page(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    with as_file(files(__package__) / "static" / name) as path:
        content = path.read_bytes()

    async def page(request: Request) -> Response:
        return Response(content, media_type=media_type)

    return page


def _json(content: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")


async def _problem(request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, Problem)
    return problem.response()


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    said = {404: "there is nothing under this address", 405: "this address takes another method"}
    return Problem(error.status_code, said.get(error.status_code, str(error.detail))).response()


async def _internal(request: Request, error: Exception) -> JSONResponse:
    return Problem(
        500, f"internal error: {type(error).__name__}; this is a mistake in pzc, please report it"
    ).response()
