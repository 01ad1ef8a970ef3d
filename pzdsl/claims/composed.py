"""Mentions put together from words said apart: “pressure in the chest”, “appetite's great”, “tolerates eggs”."""

from __future__ import annotations

from pzdsl.claims.lexicon import Mention
from pzdsl.claims.reading import Item, Reading

_REACH = 6
_APART = frozenset((";", "but", "and", "or"))
_LINKS = frozenset(("that's", "that", "where", "which", "one", "ones", "it", "it's", "is", "they", "who"))
_STAGED = frozenset(  # what was well once, or at rest, need not be well
    "until before used when if except otherwise yesterday at yet although though while despite were was"
    " unless after with without on from since last prior usually until".split()
)
_AFTER_BARE = frozenset(
    (
        ",",
        ".",
        "at",
        "to",
        "whatsoever",
        "when",
        "since",
        "lately",
        "anywhere",
        "this",
        "tonight",
        "either",
        "in",
        "on",
        "with",
        "or",
        "and",
        ";",
        ")",
        "today",
        "now",
        "currently",
    )
)


def add_composed(reading: Reading) -> None:
    """Put a mention into the reading for each body part with its complaint, and each function with its word."""
    roles = reading.roles
    added: list[Item] = []
    if "complaint" in roles:
        if "site" in roles and reading.lexicon.composed:
            added += _sites(reading)
        if not added and reading.lexicon.bare:
            added += _bare(reading)
    if "function" in roles and "well" in roles:
        added += _functions(reading)
    if "function" in roles and "ill" in roles:
        added += _ill(reading)
    if "organ" in roles and "kept" in roles:
        added += _kept(reading)
    if "allergen" in roles and "tolerated" in roles:
        added += _tolerated(reading)
    if "allergen" in roles and "reacts" in roles and not any(n.role in ("neg", "unsure") for n in reading.items):
        added += [Item("mention", one.value, one.i, one.j) for one in reading.of("allergen")[:1]]
    if added:
        reading.items = sorted([*reading.items, *added], key=lambda item: (item.i, item.j))
        reading.roles |= {item.role for item in added}


def _sites(reading: Reading) -> list[Item]:
    added: list[Item] = []
    taken = [(m.i, m.j) for m in reading.of("mention") if _says_something(m.value)]
    complaints = reading.of("complaint")
    tokens = reading.tokens
    for site in reading.of("site"):
        best: tuple[int, Item] | None = None
        for complaint in complaints:
            mention = reading.lexicon.composed.get((str(site.value), str(complaint.value)))
            if mention is None:
                continue
            i, j = min(site.i, complaint.i), max(site.j, complaint.j)
            gap = tokens[min(site.j, complaint.j) : max(site.i, complaint.i)]
            if len(gap) > _REACH or _APART & set(gap) or ("," in gap and (taken or not _LINKS & set(gap))):
                continue
            inside = any(a <= i < b or a < j <= b for a, b in taken if b - a > 1)
            if not inside and (best is None or len(gap) < best[0]):
                best = len(gap), Item("mention", mention, i, j)
        if best is not None:
            added.append(best[1])
    return added


def _says_something(mention: Mention) -> bool:
    return bool(mention.truths or mention.numbers or mention.allergies or mention.drugs)


def _bare(reading: Reading) -> list[Item]:
    """“The pain is on the left”: a complaint alone, where no other mention or body part is near."""
    tokens = reading.tokens
    found: list[Item] = []
    if any(m.role == "mention" and _says_something(m.value) for m in reading.items):
        return found
    sites = {str(s.value) for s in reading.of("site")}
    for complaint in reading.of("complaint"):
        mention = reading.lexicon.bare.get(str(complaint.value))
        if mention is None or (sites and not sites & reading.lexicon.sites.get(str(complaint.value), frozenset())):
            continue
        after = tokens[complaint.j] if complaint.j < len(tokens) else "."
        denied = any(n.role == "neg" and n.j <= complaint.i and complaint.i - n.j <= 3 for n in reading.items)
        if not denied or (len(mention.truths) == 1 and (after in _AFTER_BARE)):
            found.append(Item("mention", mention, complaint.i, complaint.j))
    return found


def _functions(reading: Reading) -> list[Item]:
    """A function that is well is no finding, unless doubt, a denial or another time stands beside it."""
    tokens = reading.tokens
    found: list[Item] = []
    for function in reading.of("function"):
        for well in reading.of("well"):
            i, j = min(function.i, well.i), max(function.j, well.j)
            gap = tokens[min(function.j, well.j) : max(function.i, well.i)]
            before = well.i < function.i
            if function.i == well.i or len(gap) > (1 if before else 4) or "," in gap or ";" in gap:
                continue
            around = set(tokens[max(i - 3, 0) : i]) | set(gap) | set(tokens[j : j + 3])
            if around & _STAGED or any(
                n.role in ("neg", "unsure", "family", "hedge", "number") and i - 5 <= n.i < j and n.i != well.i
                for n in reading.items
            ):
                continue
            if not any(m.role == "mention" and m.i <= i and j <= m.j for m in reading.items):
                found.append(Item("antonym", function.value, i, j))
                break
    return found


def _ill(reading: Reading) -> list[Item]:
    """“Her breathing has been bad”: a function that is not well is the finding."""
    tokens = reading.tokens
    found: list[Item] = []
    for function in reading.of("function"):
        for ill in reading.of("ill"):
            i, j = min(function.i, ill.i), max(function.j, ill.j)
            gap = tokens[min(function.j, ill.j) : max(function.i, ill.i)]
            if len(gap) > (0 if ill.i < function.i else 4) or {",", ";", "not", "no"} & set(gap):
                continue
            if not any(m.role == "mention" and m.i < j and i < m.j for m in reading.items):
                found.append(Item("mention", function.value, i, j))
                break
    return found


def _kept(reading: Reading) -> list[Item]:
    """“Still has her gallbladder”, “both hips are his own”: that operation never was."""
    if reading.question or {"unsure", "family"} & reading.roles:
        return []
    found: list[Item] = []
    for organ in reading.of("organ"):
        for kept in reading.of("kept"):
            gap = reading.tokens[min(organ.j, kept.j) : max(organ.i, kept.i)]
            i, j = min(organ.i, kept.i), max(organ.j, kept.j)
            if len(gap) <= 5 and not _APART & set(gap) and not any(m.role == "antonym" for m in reading.items):
                found.append(Item("antonym", organ.value, i, j))
                reading.items = [n for n in reading.items if not (n.role == "neg" and i <= n.i < j)]
                break
    return found


def _tolerated(reading: Reading) -> list[Item]:
    """“Eats eggs with no trouble”: no allergy to them."""
    if reading.question or "unsure" in reading.roles or len({one.value for one in reading.of("allergen")}) != 1:
        return []
    allergen = reading.of("allergen")[0]
    if any(m.role == "mention" and m.value.allergies and not m.value.drugs for m in reading.items):
        return []
    tokens = reading.tokens
    for cue in reading.of("tolerated"):
        led = set(tokens[max(cue.i - 2, 0) : cue.i])
        if not led & {"not", "never", "can't", "cannot", "doesn't", "n't", "didn't", "couldn't", "isn't"}:
            reading.items = [n for n in reading.items if not (n.role == "neg" and cue.i <= n.i < cue.j)]
            return [Item("antonym", allergen.value, min(allergen.i, cue.i), max(allergen.j, cue.j))]
    return []
