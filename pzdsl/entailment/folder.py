"""A model folder: `model.onnx`, `tokenizer.json`, and `verifier.json`, which says how to read its answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pzdsl.entailment.pairs import LABELS
from pzdsl.entailment.verdict import Label
from pzdsl.errors import FileProblem

MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "verifier.json"

_Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Thresholds(BaseModel):
    """The operating point, in calibrated probabilities."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contradiction: _Probability = 0.5  # at or above: said
    suspicion: _Probability = 0.5  # from here up to `contradiction`: suspected, the verifier abstains
    entailment: _Probability = 0.5

    @model_validator(mode="after")
    def _ordered(self) -> Thresholds:
        if self.suspicion > self.contradiction:
            raise ValueError("`suspicion` lies above `contradiction`")
        return self


class ModelCard(BaseModel):
    """What `verifier.json` says. `labels` is the order of the model's three outputs: models differ in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    labels: tuple[Label, Label, Label]
    longest: Annotated[int, Field(ge=8, le=4096)] = 128
    quantization: Literal["none", "int8", "fp16"] = "none"
    temperature: Annotated[float, Field(gt=0.0, le=100.0)] = 1.0
    thresholds: Thresholds = Thresholds()
    model_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    training_sha256: str = ""
    training: dict[str, str | int | float] = Field(default_factory=dict)
    licence: str = ""
    notices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _three_labels(self) -> ModelCard:
        if sorted(self.labels) != sorted(LABELS):
            raise ValueError("`labels` must name entailment, neutral and contradiction once each")
        return self


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder that was looked through and fits together."""

    path: Path
    card: ModelCard

    @property
    def model(self) -> Path:
        """The network."""
        return self.path / MODEL

    @property
    def tokenizer(self) -> Path:
        """The words it knows."""
        return self.path / TOKENIZER


def open_folder(path: Path) -> ModelFolder:
    """The model in a folder.

    Raises:
        FileProblem: a file is missing, the card cannot be read, or the model is not the one that the card is of.
    """
    missing = [name for name in (MODEL, TOKENIZER, CARD) if not (path / name).is_file()]
    if missing:
        raise FileProblem(
            f"{path} is not a verifier: {', '.join(missing)} missing; `pzc nli export MODEL` makes such a folder"
        )
    try:
        card = ModelCard.model_validate_json((path / CARD).read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise FileProblem(f"{path / CARD}: {where}: {first['msg']}") from None
    except OSError as error:
        raise FileProblem(f"{path / CARD} cannot be read: {error.strerror or error}") from None
    found = sha256_of(path / MODEL)
    if found != card.model_sha256:
        raise FileProblem(
            f"{path / MODEL} is not the model that {CARD} was written for (sha256 {found[:12]}…, not "
            f"{card.model_sha256[:12]}…): thresholds of another model would mislead"
        )
    return ModelFolder(path, card)


def default_folder() -> Path | None:
    """The model that comes with pzdsl, or None in an installation without it."""
    folder = Path(__file__).parent / "model"
    return folder if (folder / CARD).is_file() else None


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
