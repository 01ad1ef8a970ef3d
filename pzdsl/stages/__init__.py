"""Facts to passages: four stages, each verified and written again where it must be."""

from pzdsl.stages.attempt import Attempted, Verify, ask_stage, run_stage
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient, patients_of
from pzdsl.stages.pipeline import Pipeline, claim_verifier, no_check, text_entry, write_records

__all__ = [
    "Attempted",
    "Passage",
    "Patient",
    "Pipeline",
    "Verify",
    "ask_stage",
    "claim_verifier",
    "no_check",
    "patients_of",
    "run_stage",
    "text_entry",
    "write_records",
]
