"""`earshot serve`: the service, in the foreground."""

import errno
import os
import socket
from typing import Annotated

import typer

from service.cli.errors import complain, plain_errors


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on [EARSHOT_HOST].")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on [EARSHOT_PORT]; 0: any free.")] = None,
) -> None:
    """Run the service until Ctrl-C: the API under /v1 (described at /docs), the review page at /.

    The first time, make keys: earshot keys create "My name" --role admin
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with plain_errors():
        import uvicorn

        from service import logs
        from service.app import create_app, open_workshop
        from service.settings import Settings

        settings = Settings()
        settings.prepare_folder()
        logs.configure(settings.log_file)
        listener = _listen(host or settings.host, settings.port if port is None else port)
        # a database that is too new or models that are missing are better said here than in a log
        workshop = open_workshop(settings)
        _ = workshop.encoder
        workshop.database.close()
        address = "http://{}:{}".format(*listener.getsockname()[:2])
        typer.echo(
            f"earshot listens on {address} (review page {address}/, API {address}/docs); Ctrl-C stops it",
            err=True,
        )
        config = uvicorn.Config(create_app(settings), log_config=None, access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "is in use; stop what uses it, or give another --port" if taken else f"cannot be used: {error.strerror}"
        complain(f"port {port} on {host} {why}")
        raise typer.Exit(1) from None
    return listener
