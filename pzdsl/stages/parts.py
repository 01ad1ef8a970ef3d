"""Parts of a symptom in words: where it is, what makes it worse or better, how it goes on."""

from __future__ import annotations

from functools import lru_cache

from pzdsl.facts import Fact

_READY = ("after ", "before ", "during ", "at ", "in ", "on ", "when ", "while ", "from ", "by ")
_AT = {
    "night": "at night",
    "rest": "at rest",
    "evening": "in the evening",
    "morning": "in the morning",
    "mornings": "in the morning",
    "evenings": "in the evening",
    "cold": "in the cold",
}
_WITH_ARTICLE = {
    "deep breath": "a deep breath",
    "open window": "an open window",
    "full stomach": "a full stomach",
    "full bladder": "a full bladder",
    "heavy meal": "a heavy meal",
    "warm bath": "a warm bath",
    "ache": "an ache",
    "dull ache": "a dull ache",
    "cramp": "a cramp",
}
_NOTHING = ("nothing", "none", "no")
_ON = frozenset("skin foot feet leg legs arm arms face hand hands scalp trunk".split())
_TRENDS = {
    "worsening": "has been getting worse",
    "worse": "has been getting worse",
    "progressive": "has been getting worse",
    "improving": "has been getting better",
    "better": "has been getting better",
    "same": "has stayed the same",
    "steady": "has been steady",
    "stable": "has been stable",
    "constant": "has been constant",
    "fluctuating": "has been fluctuating",
}


def place_phrase(fact: Fact) -> str:
    """`in the lateral chest on the right side`, or nothing."""
    site, side = fact.parts.get("site"), fact.parts.get("side")
    words = []
    if isinstance(site, str):
        words.append(_site(site))
    if isinstance(side, str):
        words.append({"both": "on both sides", "bilateral": "on both sides"}.get(side, f"on the {side} side"))
    return " ".join(word for word in words if word)


def character_phrase(character: str) -> str:
    """`dull`, `an ache`."""
    return _WITH_ARTICLE.get(character, character)


def aggravation(fact: Fact) -> str:
    """`gets worse with exertion and better with rest`, or nothing."""
    worse, better = cause_phrase(fact.parts.get("worse")), cause_phrase(fact.parts.get("better"))
    if worse and better:
        return f"gets worse {worse} and better {better}"
    if worse:
        return f"gets worse {worse}"
    return f"gets better {better}" if better else ""


def modifiers(fact: Fact) -> str:
    """`worse with exertion and better with rest`, or nothing."""
    return aggravation(fact).removeprefix("gets ")


def trend_phrase(trend: str) -> str:
    """`has been getting worse`."""
    return _TRENDS.get(trend, f"has been {trend}")


@lru_cache(maxsize=512)
def _site(site: str) -> str:
    if site == "elsewhere":  # than where? The other sites were never named
        return ""
    if site in ("everywhere", "all over"):
        return site
    if site.startswith(_READY):
        return site
    return f"{'on' if site in _ON else 'in'} the {site}"


def cause_phrase(what: object) -> str:
    """`with exertion`, `at night`; nothing where nothing changes it."""
    if not isinstance(what, str) or what in _NOTHING:
        return ""
    if what in _AT:
        return _AT[what]
    if what.startswith(_READY):
        return what
    return f"with {_WITH_ARTICLE.get(what, what)}"
