"""`pzc lock`: names the exact text of every library that specifications use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def lock(
    files: Annotated[list[Path], typer.Argument(help="Specifications (.pz), or folders of them.")],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 3 where the lock is stale.")] = False,
) -> None:
    """Write pz.lock in the project's folder: the hash of each library that was found."""
    import orjson

    from pzdsl.atomic import write_atomically
    from pzdsl.cli.files import pz_files
    from pzdsl.compiler import check_file, project_root
    from pzdsl.errors import UsageError
    from pzdsl.semantics import Priors, text_hash

    paths = pz_files(files)
    roots = {project_root(path) for path in paths}
    if len(roots) > 1:
        raise UsageError("these files belong to different projects: lock one project at a time")
    libraries: dict[str, str] = {}
    for path in paths:
        priors = Priors(Priors.beside(path).roots)  # what is locked now does not bind what will be
        check_file(path, priors).report.stop_if_errors()
        libraries |= {name: text_hash(source.text) for name, source in priors.texts.items()}
    target = roots.pop() / "pz.lock"
    document = {"pz_lock": 1, "libraries": dict(sorted(libraries.items()))}
    data = orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
    fresh = target.is_file() and target.read_bytes() == data
    if check and not fresh:
        print(f"{target.name} is stale; run `pzc lock`")
        raise typer.Exit(3)
    if not check and not fresh:
        write_atomically(target, data)
    count = f"{len(libraries)} {'library' if len(libraries) == 1 else 'libraries'}"
    print(f"{target.name} names {count}" + ("" if fresh else ", written"))
