"""Records whose text a language model has written: verified stage by stage, journalled, and never lost."""

from pzdsl.told.checks import CHECKS, Checker, Judged
from pzdsl.told.outline import ToldOutline, tell_outline
from pzdsl.told.pipeline import ATTEMPTS, ModelPipeline, tell_records

__all__ = ["ATTEMPTS", "CHECKS", "Checker", "Judged", "ModelPipeline", "ToldOutline", "tell_outline", "tell_records"]
