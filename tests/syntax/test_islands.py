from __future__ import annotations

from pzdsl.syntax.braces import find_brace_slips
from pzdsl.syntax.islands import Island, cut
from pzdsl.syntax.typography import find_typography
from tests.syntax.examples import SHIPPED, TOUR

SMALL = TOUR.read_text(encoding="utf-8")


def names(islands: tuple[Island, ...]) -> list[str]:
    return [island.keyword for island in islands]


def test_a_text_is_cut_at_its_declarations() -> None:
    sea = cut('pz 1\ndisease x "X" {\n  status draft\n  cohort { require a\n    require b }\n  symptoms {\n  }\n}\n')
    assert names(sea.islands) == ["status", "cohort", "symptoms"]
    assert names(sea.islands[1].members) == ["require", "require"]


def test_members_of_blocks_and_panels_are_islands() -> None:
    sea = cut(SMALL)
    exams = next(island for island in sea.islands if island.keyword == "exams")
    assert names(exams.members) == ["exam", "exam", "panel", "exam"]
    assert names(exams.members[2].members) == ["exam", "exam", "correlation", "correlation"]


def test_braces_in_strings_comments_and_locators_do_not_count() -> None:
    rule = '  constraint a {\n    require b\n    message "}{" # }\n    because @c [Table {]\n  }\n'
    text = f"pz 1\nlibrary x {{\n{rule}  status draft\n}}\n"
    assert names(cut(text).islands) == ["constraint", "status"]
    assert find_brace_slips(text) == []


def test_good_texts_have_no_slips() -> None:
    for path in [*SHIPPED, TOUR]:
        text = path.read_text(encoding="utf-8")
        assert find_brace_slips(text) == [], path
        assert find_typography(text) == [], path
