"""What a question may lean on: what the talk was about, and what was asked and told before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pzdsl.dialogue.topics import Ask

_OF_A_THING = frozenset(
    "presence onset duration site side character severity worse better trend episodes dose previous".split()
)
_MOST_ASKED = 400


@dataclass(frozen=True, slots=True)
class TalkContext:
    """The talk so far.

    `focus` are the variables that a pronoun may mean; `last` is what was asked last; `told` are the variables that
    the patient has spoken of; `asked` is what was asked, for who is asked the same twice.
    """

    focus: tuple[str, ...] = ()
    last: tuple[Ask, ...] = ()
    told: frozenset[str] = field(default_factory=frozenset)
    asked: frozenset[Ask] = field(default_factory=frozenset)
    turn: int = 0
    proxy: bool = False  # somebody speaks for the patient: `your father` is the patient, and no relative

    def after(self, asks: tuple[Ask, ...], told: frozenset[str] = frozenset()) -> TalkContext:
        """The context once these were asked, and those told in reply."""
        focus = next((ask.about for ask in reversed(asks) if ask.about and ask.topic in _OF_A_THING), None)
        if focus is None:
            focus = next((ask.about for ask in reversed(asks) if ask.about), self.focus)
        asked = self.asked | frozenset(asks) if len(self.asked) < _MOST_ASKED else frozenset(asks)
        return replace(
            self,
            focus=focus,
            last=asks or self.last,
            told=self.told | told,
            asked=asked,
            turn=self.turn + 1,
        )

    def spoken_of(self, names: tuple[str, ...]) -> TalkContext:
        """The context once the patient spoke of these unasked."""
        return replace(self, focus=names or self.focus, told=self.told | frozenset(names))
