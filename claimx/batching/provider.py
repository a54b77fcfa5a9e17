"""The Batch API of a provider: files are sent and fetched, jobs are made and looked after."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeVar

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from claimx.batching.state import VANISHED, State, inside, listed, named, plain, state_of
from claimx.errors import BatchFailed
from claimx.extracting.endpoint import Endpoint, api_key
from claimx.extracting.faults import may_pass, provider_message, retry_after

if TYPE_CHECKING:
    import openai
    from tenacity import RetryCallState

T = TypeVar("T")
MOST_TRIES: Final = 6
MOST_PAGES: Final = 100
"""How many hundreds of jobs are looked through for one; the latest come first."""
MOST_BYTES: Final = 2**31
"""How large a file of answers may be; ten times the largest file of questions."""
ASKED: Final = "/v1/chat/completions"
TAG: Final = "claimx"
"""The field of a job's metadata that tells it from others."""

_ABSENT: Final = 404
_NO_LIST: Final = frozenset({_ABSENT, 405, 501})


class Refused(BatchFailed):
    """The provider did not do what it was asked, and will not."""


class _Answered(Refused):
    """An answer with an error's status."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class _Passing(BatchFailed):
    """A fault that may pass; whether what was asked was done is not known."""

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class _Gone(_Passing):
    """Nothing by this name, as may also be said of what was made a moment ago."""


class Provider:
    """One provider's Batch API; faults that may pass are tried again."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Connect to the endpoint whose model is asked.

        Raises:
            InputError: an API key is needed and `OPENAI_API_KEY` is not set.
        """
        import openai  # takes a second

        from claimx.extracting.transports import certificates  # imports httpx2

        self._endpoint = endpoint
        self._client = openai.OpenAI(
            api_key=api_key(endpoint),
            base_url=endpoint.base_url or os.environ.get("OPENAI_BASE_URL"),
            timeout=endpoint.timeout,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(
                follow_redirects=False, transport=endpoint.transport, verify=certificates()
            ),
        )

    def upload(self, file: BinaryIO) -> str:
        """Send a file of questions; return its name there."""

        def sent() -> str:
            file.seek(0)
            files = self._client.files.with_raw_response
            return _name(_told(files.create(file=("questions.jsonl", file), purpose="batch")))

        return self._try(sent)

    def make(self, input_file: str, *, tag: str, begun: bool) -> State:
        """Make a job of a file, or find the one that was made with its tag.

        One is looked for where it may be there: if it was `begun` before, or the answer to making it was lost. Where a
        provider lists no jobs it is made again, and what it made before is never fetched.

        Raises:
            Refused: there is no such job, and none is going to be made.
        """
        doubtful = begun

        def made() -> State:
            nonlocal doubtful
            if doubtful and (found := self._find(tag)) is not None:
                return found
            doubtful = True
            told = _told(
                self._client.batches.with_raw_response.create(
                    input_file_id=input_file, endpoint=ASKED, completion_window="24h", metadata={TAG: tag}
                )
            )
            return state_of(told, _name(told))

        return self._try(made)

    def _find(self, tag: str) -> State | None:
        """Return the latest job that was made with a tag; None where there is none, or the provider lists no jobs."""
        try:
            return next(
                (state_of(job, _name(job)) for job in self._jobs() if inside(job, "metadata").get(TAG) == tag), None
            )
        except _Answered as error:
            if error.status in _NO_LIST:
                return None
            raise

    def _jobs(self) -> Iterator[Mapping[str, Any]]:
        after: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            with _our_errors():
                page = _told(self._client.batches.with_raw_response.list(limit=100, extra_query=after))
            jobs = listed(page, "data")
            yield from jobs
            if not jobs or not page.get("has_more") or after == (after := {"after": _name(jobs[-1])}):
                return

    def look(self, job: str) -> State:
        """Return what the provider says of a job; one that it does not know any more has `VANISHED`."""

        def looked() -> State:
            with _gone():
                told = _told(self._client.batches.with_raw_response.retrieve(job))
                if not isinstance(told.get("status"), str):
                    raise _Passing(plain(f"the Batch API told nothing of job {job}: {told}"))
                return state_of(told, job)

        try:
            return self._try(looked)
        except _Gone as error:
            return State(job, VANISHED, completed=0, failed=0, output_file=None, error_file=None, detail=str(error))

    def fetch(self, name: str, file: BinaryIO) -> bool:
        """Write a file of answers into another; False, and nothing is written, if it is not there any more.

        Raises:
            BatchFailed: it is too large, or cannot be fetched.
        """

        def fetched() -> bool:
            file.seek(0)
            file.truncate()
            with _gone(), self._client.files.with_streaming_response.content(name) as response:
                for piece in response.iter_bytes():
                    if file.tell() + len(piece) > MOST_BYTES:
                        raise BatchFailed(f"file {name}: larger than {MOST_BYTES} bytes; what it holds is not read")
                    file.write(piece)
            return True

        try:
            return self._try(fetched)
        except _Gone:
            return False

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _try(self, call: Callable[[], T]) -> T:
        def once() -> T:
            with _our_errors():
                return call()

        return Retrying(
            sleep=self._endpoint.sleep,
            retry=retry_if_exception_type(_Passing),
            stop=stop_after_attempt(MOST_TRIES),
            wait=self._wait,
            reraise=True,
        )(once)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        asked = error.after if isinstance(error, _Passing) else None
        return self._endpoint.wait(state) if asked is None else asked


@contextmanager
def _gone() -> Iterator[None]:
    """Tell an answer that something is not there from other refusals."""
    try:
        with _our_errors():
            yield
    except _Answered as error:
        if error.status == _ABSENT:
            raise _Gone(str(error)) from None
        raise


@contextmanager
def _our_errors() -> Iterator[None]:
    """Turn the SDK's errors into ours; theirs can hold the key, so they are not chained."""
    import httpx2
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        raise _of_status(error) from None
    except (openai.APIConnectionError, httpx2.HTTPError) as error:
        raise _Passing(plain(f"the Batch API cannot be reached: {error.__cause__ or error}")) from None
    except openai.APIError as error:
        raise BatchFailed(plain(f"the Batch API answered with something else: {error}")) from None


def _of_status(error: openai.APIStatusError) -> BatchFailed:
    reason = provider_message(error.body) or error.message
    said = plain(f"the Batch API answered {error.status_code}: {reason}")
    if may_pass(error.status_code, code=error.code) and error.status_code not in _NO_LIST:
        return _Passing(said, after=retry_after(error.response.headers))
    return _Answered(f"{said}; check key, base URL and model", status=error.status_code)


def _told(response: Any) -> Mapping[str, Any]:
    """Return the JSON object that a response holds; of what it should hold, anything can be missing."""
    try:
        told = json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise _Passing(plain(f"the Batch API answered with something else: {error}")) from None
    if not isinstance(told, dict):
        raise _Passing(plain(f"the Batch API answered with something else: {told}"))
    return told


def _name(told: Mapping[str, Any]) -> str:
    """Return the name of what was made; without it, it cannot be asked about."""
    name = named(told, "id")
    if name is None:
        raise _Passing(plain(f"the Batch API named nothing: {told}"))
    return name


def line_of(key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the line of a file of questions."""
    return {"custom_id": key, "method": "POST", "url": ASKED, "body": body}
