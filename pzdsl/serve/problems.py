"""What goes wrong with a request, in the words and the shape that clients of such servers expect."""

from __future__ import annotations

from starlette.responses import JSONResponse


class Problem(Exception):
    """A request that is not answered: the status, what is wrong, and which parameter."""

    def __init__(self, status: int, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.param, self.code = status, message, param, code

    def response(self) -> JSONResponse:
        """As `{"error": {"message", "type", "param", "code"}}`."""
        return JSONResponse(self.entry(), self.status, headers={"retry-after": "2"} if self.status == 503 else None)

    def entry(self) -> dict[str, object]:
        """The body of the response."""
        kinds = {401: "authentication_error", 404: "not_found_error", 503: "server_busy"}
        kind = kinds.get(self.status, "invalid_request_error" if self.status < 500 else "server_error")
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}
