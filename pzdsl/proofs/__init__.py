"""What is proved about a spec before one patient is drawn; imports nothing heavy until it must."""

from pzdsl.proofs.cache import proofs_of

__all__ = ["proofs_of"]
