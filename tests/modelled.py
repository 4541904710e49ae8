"""The language model's stand-in for tests, in a thread of this process, and clients of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

import requests
from werkzeug.serving import make_server

from shared.clients.gemini import Gemini
from shared.clients.gemini_embedding import GeminiEmbedder
from shared.clients.gemini_talking import GeminiModel
from shared.settings import CoachModels
from tools.local.gemini.application import Gemini as StandIn


@dataclass(frozen=True)
class Modelled:
    url: str

    def gemini(self) -> Gemini:
        return Gemini(self.url, lambda: "a-key")

    def model(self, name: str = "gemini-2.0-flash", thinking: int = 0) -> GeminiModel:
        return GeminiModel(self.gemini(), CoachModels(name, "gemini-2.0-flash-lite", thinking))

    def embedder(self, name: str = "text-embedding-004") -> GeminiEmbedder:
        return GeminiEmbedder(self.gemini(), name)

    def will(self, *answers: dict[str, Any]) -> None:
        """In this order, each once: fields of `tools.local.gemini.script.Scripted`."""
        self._told("answers", list(answers))

    def weather(self, **how: Any) -> None:
        """Fields of `tools.local.gemini.script.Weather`."""
        self._told("weather", how)

    def requests(self, method: str = "") -> list[Any]:
        """What it was asked, the oldest first."""
        found = requests.get(f"{self.url}/_control/requests", timeout=5).json()
        return [one for one in found if not method or one["method"] == method]

    def forget(self) -> None:
        requests.delete(f"{self.url}/_control/requests", timeout=5).raise_for_status()

    def _told(self, what: str, told: object) -> None:
        requests.post(f"{self.url}/_control/{what}", json=told, timeout=5).raise_for_status()


@contextmanager
def modelled() -> Iterator[Modelled]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, StandIn(), threaded=True)
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        yield Modelled(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
