"""What is finished goes out in one go, what is made on the way goes out as it is made; either way it is the same answer."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
import pytest

from percaya.runtime.http.composite import Composite
from percaya.runtime.http.pages import Pages
from tests.runtime.serving import serving

HEADERS = [("Content-Type", "text/plain"), ("X-Own", " ya ")]
go_on = threading.Event()


class Made:
    """As Django's answers: ``streaming`` says which of the two they are; ``closed`` that they were put away."""

    closed: list[str] = []

    def __init__(self, name: str, pieces: Iterable[bytes], streaming: bool) -> None:
        self.name, self.pieces, self.streaming = name, pieces, streaming

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        self.closed.append(self.name)


def slowly() -> Iterator[bytes]:
    yield b"first "
    assert go_on.wait(60)
    yield b"second"


def falling() -> Iterator[bytes]:
    yield b"half"
    raise RuntimeError("it broke on the way")


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/never":
        raise RuntimeError("nothing was begun")
    write = start("201 Created", HEADERS)
    match path:
        case "/whole":
            return Made(path, [b"a", b"", b"bc"], streaming=False)
        case "/empty":
            return Made(path, [], streaming=False)
        case "/broken":
            return Made(path, falling(), streaming=False)
        case "/stream":
            return Made(path, slowly(), streaming=True)
    write(b"written ")
    return [b"and given"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(Composite(live=None, pages=Pages(2, 1024, app))) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(("path", "words"), [("/whole", "abc"), ("/empty", ""), ("/written", "written and given")])
def test_a_finished_answer_is_whole(address: str, path: str, words: str) -> None:
    with httpx.Client() as client:
        for _twice in range(2):  # on one connection
            answer = client.get(address + path)
            assert (answer.status_code, answer.text, answer.headers["x-own"]) == (201, words, "ya")
    assert path == "/written" or path in Made.closed


def test_what_is_made_on_the_way_is_there_before_it_is_finished(address: str) -> None:
    go_on.clear()
    with httpx.stream("GET", f"{address}/stream") as answer:
        pieces = answer.iter_bytes()
        assert next(pieces) == b"first "
        go_on.set()
        assert b"".join(pieces) == b"second"


@pytest.mark.parametrize("path", ["/never", "/broken"])
def test_what_fails_before_a_word_went_out_is_an_error_and_not_half_an_answer(address: str, path: str) -> None:
    assert httpx.get(address + path).status_code == 500
    assert path == "/never" or path in Made.closed
    assert httpx.get(f"{address}/whole").text == "abc", "and the next one is served"
