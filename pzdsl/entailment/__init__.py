"""Whether a sentence follows from others, contradicts them, or is news: a small model, run through ONNX."""

from pzdsl.entailment.folder import ModelCard, ModelFolder, open_folder
from pzdsl.entailment.session import NliNotInstalled
from pzdsl.entailment.verdict import Label, Verdict
from pzdsl.entailment.verifier import Verifier

__all__ = ["Label", "ModelCard", "ModelFolder", "NliNotInstalled", "Verdict", "Verifier", "open_folder"]
