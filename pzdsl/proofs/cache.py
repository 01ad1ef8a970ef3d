"""What was proved once is kept, by the content of everything that it depends on.

One small JSON file a spec, in the user's cache folder: data, never code, and held against the texts when it is read.
A cache that cannot be read or written is no error: it only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pzdsl.atomic import write_atomically
from pzdsl.diagnostics import Diagnostic, Related, Report, Source, Span, codes
from pzdsl.errors import FileProblem
from pzdsl.semantics.priors import Priors
from pzdsl.semantics.spec import Spec
from pzdsl.version import VERSION

FORMAT = 1
MOST_FILES = 1000
LARGEST_BYTES = 1_000_000


def proofs_of(spec: Spec) -> Report:
    """The diagnostics that proofs give for a checked spec: from the cache, or proved now."""
    sources = _sources(spec)
    path = folder() / f"{_key(spec, sources)}.json"
    kept = _load(path, sources)
    if kept is not None:
        report = Report()
        for diagnostic in kept:
            report.put(diagnostic)
        return report
    from pzdsl.proofs.prove import prove  # NumPy is loaded only where something is to be proved

    found = prove(spec)
    _store(path, list(found), sources)
    return found


def folder() -> Path:
    """Where proofs are kept: below `XDG_CACHE_HOME`, or what the system has in its place."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    if home and Path(home).is_absolute():  # the standard has relative ones ignored
        return Path(home) / "pzdsl" / "proofs"
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"]) / "pzdsl" / "proofs"
    base = Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache")
    try:
        return base.expanduser() / "pzdsl" / "proofs"
    except RuntimeError:  # nobody's home
        return Path(os.devnull) / "proofs"


@cache
def engine() -> str:
    """A fingerprint of the code that proves: a change of it makes what was proved before worthless."""
    digest = hashlib.sha256(f"{VERSION} {FORMAT} {sys.version_info[:2]} {_has_solver()}".encode())
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        with contextlib.suppress(OSError):
            state = path.stat()
            digest.update(f"{path.relative_to(root)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _has_solver() -> bool:
    from importlib.util import find_spec

    return find_spec("z3") is not None


def _sources(spec: Spec) -> dict[str, Source]:
    found = {"": spec.home.source}
    found |= {f"{name}": home.source for name, home in spec.homes.items() if name}
    found |= {f"{name}": source for name, source in spec.texts.items() if name}
    return found


def _key(spec: Spec, sources: Mapping[str, Source]) -> str:
    digest = hashlib.sha256(engine().encode())
    for name in sorted(sources):
        text = sources[name].text.encode()
        digest.update(f"\n{name} {sources[name].name if name else ''} {len(text)}\n".encode() + text)
    return digest.hexdigest()


# --- texts of which there is nothing to say


def clean_key(source: Source, priors: Priors, today: date) -> str:
    """What a text without any diagnostic is remembered by: itself, every library it might use, and the day.

    The day, since an allowance may end.
    """
    digest = hashlib.sha256(f"{engine()} {_libraries(priors.roots)} {today.isoformat()}".encode())
    digest.update(json.dumps([priors.frozen, sorted(priors.locked.items())]).encode())
    digest.update(b"\n" + source.text.encode())
    return digest.hexdigest()


def is_clean(key: str) -> bool:
    """Whether nothing was said of it."""
    try:
        path = folder() / f"{key}.json"
        return path.stat().st_size < LARGEST_BYTES and json.loads(path.read_text("utf-8")) == _CLEAN
    except (OSError, ValueError, RecursionError):
        return False


def keep_clean(key: str) -> None:
    """Remember that nothing was said of it."""
    _write(folder() / f"{key}.json", json.dumps(_CLEAN).encode())


_CLEAN = {"format": FORMAT, "clean": True}


def _libraries(roots: Sequence[Path]) -> str:
    """A hash of all libraries; their texts are read again only where a file has changed."""
    files = []
    for root in roots:
        for path in sorted(root.rglob("*.pz")):
            with contextlib.suppress(OSError):
                state = path.stat()
                files.append((str(path.relative_to(root)), path, state.st_size, state.st_mtime_ns))
    return _hash_of(tuple(files))


@lru_cache(8)
def _hash_of(files: tuple[tuple[str, Path, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name, path, _, _ in files:
        with contextlib.suppress(OSError):
            text = path.read_bytes()
            digest.update(f"{name} {len(text)}\n".encode() + text)
    return digest.hexdigest()


def dump(spec: Spec, found: Sequence[Diagnostic]) -> list[dict[str, Any]]:
    """Diagnostics about a spec as plain data, for another process that has read the same texts."""
    names = {id(source): name for name, source in _sources(spec).items()}
    return [_plain(d, names) for d in found]


def load(spec: Spec, plain: Sequence[Any]) -> list[Diagnostic]:
    """The diagnostics that `dump` wrote; raises ValueError where the texts are others."""
    sources = _sources(spec)
    try:
        return [_diagnostic(one, sources) for one in plain]
    except (KeyError, TypeError) as error:
        raise ValueError(f"no diagnostics of this spec: {error}") from error


# --- files


def _load(path: Path, sources: Mapping[str, Source]) -> list[Diagnostic] | None:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            return None
        content = json.loads(path.read_text("utf-8"))
        return [_diagnostic(one, sources) for one in content["diagnostics"]] if content["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # damaged or foreign: proved anew


def _store(path: Path, found: Sequence[Diagnostic], sources: Mapping[str, Source]) -> None:
    names = {id(source): name for name, source in sources.items()}
    try:
        content = {"format": FORMAT, "diagnostics": [_plain(d, names) for d in found]}
        _write(path, json.dumps(content, ensure_ascii=False, indent=1).encode())
    except KeyError:
        return  # about a text that is none of the spec's


def _write(path: Path, data: bytes) -> None:
    if len(data) > LARGEST_BYTES:
        return
    with contextlib.suppress(OSError, FileProblem):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
        _prune(path.parent)


def _prune(place: Path) -> None:
    """Keep the folder small: the files that were written first go first."""
    files = list(place.glob("*.json"))
    if len(files) <= MOST_FILES:
        return
    ages = []
    for path in files:
        with contextlib.suppress(OSError):
            ages.append((path.stat().st_mtime_ns, path))
    for _, path in sorted(ages)[: len(files) - MOST_FILES * 9 // 10]:
        with contextlib.suppress(OSError):
            path.unlink()


# --- diagnostics as data


def _plain(d: Diagnostic, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "code": d.code.number,
        "message": d.message,
        "hint": d.hint,
        "span": _plain_span(d.span, names),
        "related": [{"message": r.message, "span": _plain_span(r.span, names)} for r in d.related],
    }


def _plain_span(span: Span, names: Mapping[int, str]) -> list[Any]:
    return [names[id(span.source)], span.start, span.end]


_CODES = {code.number: code for code in codes.ALL}


def _diagnostic(plain: Any, sources: Mapping[str, Source]) -> Diagnostic:
    hint = plain["hint"]
    related = tuple(Related(_span(r["span"], sources), _text(r["message"])) for r in plain["related"])
    return Diagnostic(
        _CODES[plain["code"]],
        _span(plain["span"], sources),
        _text(plain["message"]),
        None if hint is None else _text(hint),
        related,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _span(plain: Any, sources: Mapping[str, Source]) -> Span:
    name, start, end = plain
    source = sources[name]
    if not (type(start) is int and type(end) is int and 0 <= start <= end <= len(source.text)):
        raise ValueError("a span beyond its text")
    return Span(source, start, end)
