"""A spec as a page that a clinician can read through and sign."""

from pzdsl.document.page import page_of

__all__ = ["page_of"]
