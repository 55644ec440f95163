"""Refusals of the API."""

REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    415: "Unsupported Media Type",
    500: "Internal Server Error",
}


class ApiError(Exception):
    """The API answers with this status. `texts` are its reasons, in the request's language."""

    def __init__(self, status: int, *texts: str) -> None:
        super().__init__(status, texts)
        self.status = status
        self.texts = texts


class Breakdown(Exception):
    """PHP or the database stumbled: an HTML page with status 500, maybe after a partial write."""
