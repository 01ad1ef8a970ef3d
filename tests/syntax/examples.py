"""Texts that tests of the syntax share, and ways to disturb them."""

from __future__ import annotations

import random
from pathlib import Path

from pzdsl.syntax.tokens import read_tokens

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("specs/*.pz"), *ROOT.glob("priors/**/*.pz")])
TOUR = Path(__file__).parent / "tour.pz"  # every construct of the language once, in a free layout


def scramble(text: str, seed: int) -> tuple[str, list[str]]:
    """The same tokens with other white space, and the comments put in between."""
    rng = random.Random(seed)
    comments: list[str] = []
    parts: list[str] = []
    for tok in read_tokens(text).all:
        if parts:
            between = rng.choice(["\n", "\n", " ", " ", " ", "\n\n\n", "\t", "#"])
            if tok.text == "%":
                between = " "
            if between == "#":
                comments.append(f"# note {len(comments)}")
                own_line = rng.random() < 0.5
                between = f"{chr(10) if own_line else '  '}{comments[-1]}\n"
            parts.append(between)
        parts.append(tok.text)
    return "".join(parts), comments


def damage(text: str, seed: int) -> str:
    """The text with a few pieces taken out, doubled or put in."""
    rng = random.Random(seed)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text))
        match rng.randrange(4):
            case 0:
                text = text[:at] + text[at + rng.randint(1, 30) :]
            case 1:
                text = text[:at] + rng.choice("{}()[]\"'=<>%,:@#;≥“–\u00a0é5.") + text[at:]
            case 2:
                text = text[:at] + text[at : at + rng.randint(1, 40)] + text[at:]
            case _:
                words = ["and", "or", "within", "attribute", "}", "{ ", "constraint", "\n}\n", "rest", "3,5", ".5"]
                text = text[:at] + f" {rng.choice(words)} " + text[at:]
    return text
