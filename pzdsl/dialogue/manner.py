"""Manners: how a style picks among wordings, how much it says, and what it adds that is no fact."""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.dialogue.persona import Persona
from pzdsl.stages.choice import Choice, place_of

# None of these holds a claim about anybody's body or life: they may be said of every patient.
_BEFORE: dict[str, tuple[str, ...]] = {
    "verbose": ("Well, let me think.", "Let me see, where do I begin.", "That's a good question.", "Oh, well."),
    "tangential": (
        "Oh, that reminds me, I meant to ask about parking.",
        "Sorry, I was somewhere else for a moment.",
        "Well, you know how it is.",
    ),
    "pleasing": ("Of course, doctor.", "Thank you for asking, doctor.", "Certainly."),
    "reserved": ("Hm.", "If you need to know."),
    "anxious": ("Oh dear.", "Um, well."),
}
_AFTER: dict[str, tuple[str, ...]] = {
    "anxious": (
        "Is that bad?",
        "Should I be worried about that?",
        "That's not a bad sign, is it?",
        "Please tell me it's nothing serious.",
    ),
    "tangential": (
        "Anyway, what was it that you asked?",
        "The bus was late again, by the way.",
        "You have a nice view from up here.",
        "But I'm wandering off, sorry.",
    ),
    "pleasing": ("I hope that helps.", "Whatever you think is best.", "Is that what you needed, doctor?"),
    "verbose": (
        "I want to be sure you have the whole picture.",
        "I like to be thorough about these things.",
        "There's probably more to say, but that's the gist of it.",
    ),
    "reserved": ("I don't like to make a fuss.", "That's all, really."),
}
_HOW_OFTEN = {"verbose": 2, "tangential": 2, "anxious": 5, "pleasing": 2, "reserved": 4}  # one reply in so many
_MOST = {"terse": 1, "reserved": 2, "plain": 3, "pleasing": 3, "anxious": 5, "tangential": 3, "verbose": 5}
_FIRST = place_of("manner")
_AS_IS = frozenset("greeting thanks name age sex ideas worries expectations opening unclear weight_height".split())
_LONG, _SHORT = frozenset(("verbose",)), frozenset(("terse", "reserved"))


def most_sentences(style: str) -> int:
    """How many sentences an open question gets."""
    return _MOST[style]


class Manner:
    """The manner of one patient."""

    def __init__(self, persona: Persona, choice: Choice) -> None:
        self.style = persona.style
        self._choice = choice

    def ordered(self, options: Sequence[str], place: int) -> list[str]:
        """The wordings, the one to try first in front."""
        leading = max(1, (2 * len(options) + 2) // 3)  # the last ones are there to fall back on
        first, last = list(options[:leading]), list(options[leading:])
        if self.style in _LONG:
            return [*sorted(first, key=len, reverse=True), *last]
        if self.style in _SHORT:
            return [*sorted(first, key=len), *last]
        start = self._choice.below(leading, place)
        return [*options[start:], *options[:start]]

    def dressed(self, sentences: Sequence[str], key: str, turn: int) -> list[str]:
        """The answer with what the style puts before or after it."""
        out = list(sentences)
        often = _HOW_OFTEN.get(self.style)
        if often is None or not out or key in _AS_IS:
            return out
        place = place_of(f"{key}.{turn}.manner")
        draw = self._choice.below(2 * often, place)
        first = self._choice.below(12, _FIRST)  # the same words never come twice running
        before, after = _BEFORE.get(self.style, ()), _AFTER.get(self.style, ())
        if draw == 0 and before:
            out.insert(0, before[(first + turn) % len(before)])
        elif after and (draw == 1 or (draw == 2 and self.style in ("anxious", "tangential"))):
            out.append(after[(first + turn) % len(after)])
        return out
