"""Patients over HTTP: a chat-completions server whose models are patients, and a page for a teacher."""

from pzdsl.serve.application import application
from pzdsl.serve.limits import Limits

__all__ = ["Limits", "application"]
