"""Who words the replies, and who judges them: what `chat`, `interview` and `serve` have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pzdsl.errors import UsageError

if TYPE_CHECKING:
    from pzdsl.dialogue.speaker import Speaker
    from pzdsl.entailment import Verifier
    from pzdsl.llm.client import Client
    from pzdsl.plan.plan import Plan
    from pzdsl.stages.patient import Patient


def check_flags(nli: Path | None, no_nli: bool, llm: str | None, llm_model: str | None) -> None:
    """Raises UsageError where flags exclude or want each other."""
    if nli is not None and no_nli:
        raise UsageError("--nli and --no-nli exclude each other")
    if llm_model is not None and llm is None:
        raise UsageError("--llm-model names a model; say with --llm where it is")


def verifier_for(nli: Path | None, no_nli: bool) -> Verifier | None:
    """The entailment model of the gate: the one named, none, or the one that comes with the package."""
    from pzdsl.memory.model import shipped_verifier, verifier_at

    check_flags(nli, no_nli, None, None)
    return None if no_nli else verifier_at(nli) if nli is not None else shipped_verifier()


class ModelSpeakers:
    """Makes speakers that share one client; close it in the loop in which they were asked."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, plan: Plan, patient: Patient) -> Speaker:
        """A speaker for one conversation with a patient."""
        from pzdsl.dialogue.told import ModelSpeaker

        return ModelSpeaker(self._client, plan, patient)

    async def close(self) -> None:
        """Give back the connections."""
        await self._client.close()


@contextmanager
def speakers(url: str | None, model: str | None) -> Iterator[ModelSpeakers | None]:
    """What makes a speaker for a patient, or None for the built-in one; a local model runs for the block."""
    if url is None:
        check_flags(None, False, url, model)
        yield None
        return
    from pzdsl.llm.client import Client
    from pzdsl.llm.local import served_settings

    with served_settings({"url": url, "model": model}, project=Path()) as settings:
        yield ModelSpeakers(Client(settings))
