"""Errors at the command line: one clear line on standard error and an exit code, never a traceback with text in it.

Exit codes: 0 all went well; 1 something could not be done; 2 the command was used wrongly.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

_OURS = frozenset({"service", "redaction", "codebook", "models", "evaluation"})


def complain(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"earshot: {message}", err=True)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Our own errors, and those of the file system, become one line and exit code 1."""
    try:
        yield
    except BrokenPipeError:  # `earshot code … | head`: nobody reads any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except OSError as error:
        complain(f"{error.filename or 'file'}: {(error.strerror or type(error).__name__).lower()}")
        raise typer.Exit(1) from None
    except Exception as error:
        if type(error).__module__.split(".")[0] not in _OURS:
            raise
        complain(str(error))
        raise typer.Exit(1) from None
