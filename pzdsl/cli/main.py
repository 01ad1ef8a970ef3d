"""The entry point of `pzc`: finds the command, and turns what goes wrong into a message and an exit code.

Exit codes: 0 clean, 1 diagnostics, 2 usage or file errors, 3 a gate not met, 4 internal error.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from pzdsl.errors import PzError, SamplingError, SpecError
from pzdsl.version import COMPILER

CLEAN, DIAGNOSTICS, USAGE, GATE, INTERNAL = range(5)

COMMANDS: tuple[str, ...] = (  # in the order in which people meet them
    "new",
    "draft",
    "check",
    "fmt",
    "sample",
    "generate",
    "show",
    "verify",
    "test",
    "cover",
    "prob",
    "explain",
    "drift",
    "diff",
    "doc",
    "build",
    "lock",
    "lsp",
    "nli",
    "chat",
    "serve",
    "interview",
    "evaluate",
)


def main() -> None:
    """Run `pzc` with the arguments of the process."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered before anything is loaded
        print(COMPILER)
        return
    if sys.argv[1:2] == ["check"] and (plain := plain_check(sys.argv[2:])) is not None:
        sys.exit(plain())
    application()()


def plain_check(arguments: list[str]) -> Callable[[], int] | None:
    """`pzc check FILE …` without an option: the command that editors and hooks run, spared the argument parser.

    Loading it takes longer than checking a file.
    """
    if not arguments or any(argument.startswith("-") for argument in arguments):
        return None
    from pathlib import Path

    from pzdsl.cli.checking import run_check

    def run() -> int:
        try:
            code = run_check([Path(argument) for argument in arguments])
            sys.stdout.flush()
            return code
        except PzError as error:
            _say(str(error))
            return USAGE
        except OSError as error:
            if not isinstance(error, BrokenPipeError):  # the reader of a pipe has gone: nobody to tell
                _say(f"cannot write: {error.strerror or error}")
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - what is left in the buffer cannot be written either
            return USAGE
        except Exception as error:
            if os.environ.get("PZC_DEBUG"):
                raise
            _say(_internal(error))
            return INTERNAL

    return run


def application() -> Any:
    """The command line as a typer application."""
    import typer

    app = typer.Typer(
        name="pzc",
        help="Checks, compiles and samples disease specifications written in .pz.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    asked = sys.argv[1:2]
    for name in asked if asked and asked[0] in COMMANDS else COMMANDS:  # the others are loaded for the help alone
        command = getattr(import_module(f"pzdsl.cli.{name}"), name)
        if isinstance(command, typer.Typer):  # a family of commands
            for member in command.registered_commands:
                assert member.callback is not None
                member.callback = _guarded(member.callback)
            app.add_typer(command, name=name)
        else:
            app.command(name)(_guarded(command))

    @app.callback()
    def options(version: bool = typer.Option(False, "--version", "-V", help="Print the version.")) -> None:
        if version:
            print(COMPILER)
            raise typer.Exit(CLEAN)

    return app


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The same command, whose failures are messages: no traceback reaches a user."""
    import typer

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except SpecError as error:
            from pzdsl.diagnostics.render import render_text

            print(render_text(error.report, color=sys.stderr.isatty()), file=sys.stderr)
            raise typer.Exit(DIAGNOSTICS) from None
        except SamplingError as error:
            _say(str(error))
            raise typer.Exit(DIAGNOSTICS) from None
        except PzError as error:
            _say(str(error))
            raise typer.Exit(USAGE) from None
        except BrokenPipeError:  # the reader of a pipe has gone: nobody to tell
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(CLEAN) from None
        except OSError as error:
            where = "" if error.filename is None else f" {error.filename}"
            _say(f"cannot write{where}: {error.strerror or error}")
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - what is left in the buffer cannot be written either
            raise typer.Exit(USAGE) from None
        except KeyboardInterrupt:
            _say("stopped; what was finished is whole, and the same command goes on from there")
            raise typer.Exit(USAGE) from None
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:
            if os.environ.get("PZC_DEBUG"):
                raise
            _say(_internal(error))
            raise typer.Exit(INTERNAL) from None

    return run


def _internal(error: Exception) -> str:
    return (
        f"internal error: {type(error).__name__}: {error}\n"
        "       this is a mistake in pzc, not in your file; PZC_DEBUG=1 shows where. Please report it."
    )


def _say(message: str) -> None:
    print(f"error: {message}", file=sys.stderr)
