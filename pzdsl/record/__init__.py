"""`PatientRecord`: background, symptoms, examination, and where each value came from."""

from pzdsl.record.build import Recorder, dump_record, record_of, records_of, values_of
from pzdsl.record.columns import Batch, Drawn
from pzdsl.record.facts import FactsReader, facts_of, iterate_facts
from pzdsl.record.model import PatientRecord
from pzdsl.record.origins import provenance_of
from pzdsl.record.page import render_page, why, why_all

__all__ = [
    "Batch",
    "Drawn",
    "FactsReader",
    "PatientRecord",
    "Recorder",
    "dump_record",
    "facts_of",
    "iterate_facts",
    "provenance_of",
    "record_of",
    "records_of",
    "render_page",
    "values_of",
    "why",
    "why_all",
]
