"""Said to be there, denied, left open, or somebody else's."""

from __future__ import annotations

import pytest

from pzdsl.claims.composed import add_composed
from pzdsl.claims.scope import scan
from tests.claims.made import reading


def statuses(sentence: str) -> dict[str, str]:
    """Fact to status; relatives' and other people's are prefixed."""
    r = reading(sentence)
    add_composed(r)
    found = {}
    for one in scan(r):
        if one.item.role == "mention":
            for name in one.item.value.truths + one.item.value.drugs + one.item.value.allergies:
                found[name] = "kin" if one.who else "other" if one.other else one.status
    return found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Denies cough and fever but has chest pain.",
            {"cough": "absent", "fever": "absent", "chest_pain": "present"},
        ),
        ("No fever, cough, or chest pain.", {"fever": "absent", "cough": "absent", "chest_pain": "absent"}),
        ("No fever, cough for three days.", {"fever": "absent", "cough": "open"}),
        ("Without fever.", {"fever": "absent"}),
        ("She never had a stroke.", {"stroke": "absent"}),
        ("Fever: none.", {"fever": "absent"}),
        ("Return if fever develops.", {"fever": "open"}),
        ("This gets worse with coughing.", {"cough": "open"}),
        ("She is at risk of stroke.", {"stroke": "open"}),
        ("Is there a cough?", {"cough": "open"}),
        ("Her mother had a stroke.", {"stroke": "kin"}),
        ("Stroke in her father.", {"stroke": "kin"}),
        ("Her mother says she has a cough.", {"cough": "present"}),
        ("According to her mother, a cough began.", {"cough": "present"}),
        ("Her roommate has a cough.", {"cough": "other"}),
        ("Not allergic to penicillin.", {"penicillin_allergy": "absent"}),
        ("She isn't on warfarin.", {"warfarin": "absent"}),
        ("The cough resolved.", {"cough": "open"}),
        ("Pressure in her chest.", {"chest_pain": "present"}),
        ("She is free of headache.", {"headache": "absent"}),
        ("Neither fever nor cough.", {"fever": "absent", "cough": "absent"}),
    ],
)
def test_each_mention_has_its_status(sentence: str, expected: dict[str, str]) -> None:
    assert statuses(sentence) == expected
