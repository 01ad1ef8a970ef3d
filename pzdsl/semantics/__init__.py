"""Tree to `Spec`: names resolved, one unit each, priors looked up, tables complete."""

from pzdsl.semantics.analyse import analyse
from pzdsl.semantics.priors import Priors, read_source, text_hash
from pzdsl.semantics.spec import Spec

__all__ = ["Priors", "Spec", "analyse", "read_source", "text_hash"]
