"""`earshot`: the command line. Each command is a module; nothing heavy is imported before a command runs."""

import typer

from service.cli import (
    codebook,
    coding,
    demo,
    estimating,
    evaluate,
    exporting,
    keys,
    learning,
    redacting,
    serving,
    topics,
)

app = typer.Typer(
    name="earshot",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals may hold text of a note
    help="Codes what children say, at scale: redaction, themes with confidence and reasons, review, honest exports.\n\n"
    "Files may be .txt, .csv, .jsonl, .docx, .vtt or .srt; '-' reads standard input. Results go to standard output, "
    "one JSON object a line; progress and errors go to standard error.",
    epilog="Start with: earshot demo",
)
app.command("serve")(serving.serve)
app.command("redact")(redacting.redact)
app.command("code")(coding.code)
app.command("export")(exporting.export)
app.command("estimate")(estimating.estimate)
app.command("learn")(learning.learn)
app.command("topics")(topics.topics)
app.add_typer(codebook.app, name="codebook")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(keys.app, name="keys")
app.command("demo")(demo.demo)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
