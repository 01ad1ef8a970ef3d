"""`PatientRecord`: the shape of a record, for whoever reads one; its JSON Schema is the published one."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spec(_Closed):
    """The specification that a patient comes from."""

    name: str
    label: str
    status: str
    codes: list[str] = []


class Provenance(_Closed):
    """What made the record: enough to make it again."""

    compiler: str
    engine: str
    seed: int
    number: int = Field(ge=0)
    attempt: int = Field(ge=0)
    files: dict[str, str]


class Seat(_Closed):
    """The place of a patient under a quota."""

    quota: str = Field(description="names the quota and the size of the cohort")
    stratum: str
    rank: int = Field(ge=0, description="number within the stratum")


class OutlineItem(_Closed):
    """One heading of the standard outline: a scaffold, no finding of this patient."""

    heading: str
    texts: list[str]
    cites: list[str] = []


class Entry(_Closed):
    """One value; null, with a reason, where it was not recorded."""

    name: str
    label: str
    value: bool | int | float | str | None
    reason: Literal["not recorded", "not done"] | None = None
    unit: str | None = None
    precision: float | None = None
    codes: list[str] = []
    category_label: str | None = None


class BackgroundEntry(Entry):
    """An attribute; a drug with its dose, a condition with the time since when."""

    dose: str | None = None
    since_days: float | None = None
    since_date: date | None = None


class SymptomEntry(Entry):
    """A symptom with its parts; times in days, counted back from the presentation."""

    severity: str | None = None
    onset_days: float | None = Field(default=None, ge=0)
    onset_date: date | None = None
    duration_days: float | None = None
    lasts_days: float | None = None
    active: bool | None = None
    character: str | None = None
    site: str | None = None
    side: str | None = None
    worse: str | None = None
    better: str | None = None
    trend: str | None = None
    episodes: float | str | None = None


class OtherUnit(_Closed):
    """The same value in another unit."""

    value: float | None
    unit: str


class ReferenceBand(_Closed):
    """The reference band that applied to this patient."""

    text: str
    low: float | None = None
    high: float | None = None
    category: str | None = None


class ExamEntry(Entry):
    """An examination value, taken at the presentation."""

    panel: str | None = None
    also: list[OtherUnit] = []
    flag: Literal["L", "H", "LL", "HH", "abnormal"] | None = None
    reference: ReferenceBand | None = None


class Background(_Closed):
    """Who the patient is, by dimension, and the medical history."""

    biological: list[BackgroundEntry]
    socioeconomic: list[BackgroundEntry]
    behavioural: list[BackgroundEntry]
    family: list[BackgroundEntry]
    past_history: list[BackgroundEntry]
    drugs: list[BackgroundEntry]
    allergies: list[BackgroundEntry]


class Symptoms(_Closed):
    """Present ones, earliest first; pertinent negatives; and what cannot occur in this patient."""

    present: list[SymptomEntry]
    negatives: list[SymptomEntry]
    not_recorded: list[SymptomEntry] = []
    not_applicable: list[str] = []


class Source(_Closed):
    """Where a value comes from: `file:line:column`, and what is cited there."""

    at: str
    cites: list[str]


class PassageText(_Closed):
    """One passage of the text, as sentences."""

    stage: str
    title: str
    text: str


class Author(_Closed):
    """Who wrote a stage, where a language model was asked."""

    writer: Literal["model", "renderer"] = Field(description="renderer: no reply of the model passed verification")
    model: str
    served: str = Field(default="", description="what the server says that the model is")
    prompt: str = Field(description="hash of the prompt")
    checks: list[str] = Field(description="what the text was held against")
    narrated: list[str] = Field(
        default=[], description="sentences that say more than the record, and nothing that the checks find against it"
    )
    unchecked: list[str] = Field(default=[], description="checks that could not run, such as `nli` without a model")
    verifier: str = Field(default="", description="hash of the entailment model")


class StageReport(_Closed):
    """How often a stage was tried, and what verification found before it passed."""

    stage: str
    attempts: int = Field(ge=1)
    passed: bool = True
    problems: list[dict[str, str | None]] = []
    author: Author | None = None


class OutlinePassage(_Closed):
    """One heading of the outline in other words."""

    title: str
    text: str


class OutlineText(_Closed):
    """The standard outline in a model's words: the same in all records of a run, a scaffold and no finding."""

    passages: list[OutlinePassage]
    attempts: int = Field(ge=1)
    problems: list[dict[str, str | None]] = []
    author: Author | None = None


class Text(_Closed):
    """What was written about the patient, and how it came to pass verification."""

    passages: list[PassageText]
    stages: list[StageReport]
    outline: OutlineText | None = Field(default=None, description="only where a language model was asked")


class PatientRecord(_Closed):
    """One synthetic patient."""

    schema_version: Literal[1] = 1
    id: str
    spec: Spec
    provenance: Provenance
    quota: Seat | None = None
    sampling_weight: float | None = Field(
        default=None,
        ge=0,
        description="share of the population over share of the cohort",
    )
    presented: date | None = None
    speaker: str = "patient"
    outline: list[OutlineItem]
    background: Background
    course: dict[str, bool | int | float | str | None]
    symptoms: Symptoms
    exams: list[ExamEntry]
    sources: dict[str, Source]
    truth: dict[str, bool | int | float | str | None] = Field(
        default_factory=dict, description="what was not recorded, kept apart"
    )
    text: Text | None = None
