"""Real embeddings, by a small model that comes in a package: WordLlama's token vectors, averaged.

Close in meaning is close in angle, well enough to try things out. What is asked for beyond its own
256 dimensions is filled with zeros, which changes no angle.
"""

import math
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from shared.once import once

MOST_DIMENSIONS = 3_072
DIMENSIONS = 768
"""When nobody asks for a size."""
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


class Embeddings:
    """Threads may share it."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        # The package itself would load its training along, and may look for models elsewhere.
        self._weights = load_file(folder / _WEIGHTS)["embedding.weight"]
        self._tokenizer: Any = Tokenizer.from_file(str(folder / _TOKENIZER))

    def of(self, text: str, dimensions: int = DIMENSIONS) -> list[float]:
        """Of length one."""
        tokens = self._tokenizer.encode(text, add_special_tokens=False).ids
        mean = self._weights[tokens].astype("float32").mean(axis=0)
        values = [float(value) for value in mean[:dimensions]]
        length = math.sqrt(sum(value * value for value in values)) or 1.0
        zeros = [0.0] * (dimensions - len(values))
        return [value / length for value in values] + zeros


@once
def live_embeddings() -> Embeddings:
    """Loaded by the first text: it takes a quarter of a second and fifty megabytes."""
    found = find_spec("wordllama")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("wordllama: `make` installs it with requirements-dev.txt")
    return Embeddings(Path(found.origin).parent)
