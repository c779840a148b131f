"""The command line: ``python -m pipeline ask "…"``, ``python -m pipeline model PATH``.

Written with argparse: a few commands with a few options need no library on top of Python's own.
"""

from __future__ import annotations

import argparse
import json
import locale
import sys
from collections.abc import Sequence
from pathlib import Path

from rich import progress
from rich.console import Console

from pipeline.answer import Outcome
from pipeline.errors import SourceError, TextToBIError
from pipeline.evaluation.card import as_json, as_markdown, card_of
from pipeline.evaluation.evaluate import evaluate
from pipeline.evaluation.fit import examples, fit, reliability, written
from pipeline.evaluation.lines import read_lines
from pipeline.events import Progress, RunEnded, TextAdded
from pipeline.language import Language, detect
from pipeline.pipeline import Pipeline
from pipeline.planner import weights
from pipeline.printed import printed
from pipeline.reading.job import Doing
from pipeline.reading.readers import Readers
from pipeline.settings import Settings
from pipeline.sources.decisions import decisions_in

EXIT_CODES = {Outcome.ANSWERED: 0, Outcome.CLARIFY: 2, Outcome.DECLINED: 2}
FAILED, INTERRUPTED = 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the arguments say. Returns the exit code: 0 answered, 1 failed, 2 not answerable."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):  # a terminal or pipe that is not UTF-8 loses signs, no answers
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if options.command == "model":
        return _model(options.data, options.out, options.force)
    if options.command == "eval":
        return _eval(options)
    if options.command == "fit":
        return _fit(options)
    given = {"model_dir": options.model_dir, "data": options.data}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        with _opened(settings, detect(options.question)) as pipeline:
            return _ask(pipeline, options.question, options.json)
    except TextToBIError as error:
        print(error.message(detect(options.question)), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _model(source: str, out: Path, force: bool) -> int:
    """Writes the data model that is inferred from ``source`` to the folder ``out``; how that was read before
    is read from there."""
    language = _own_language()
    try:
        if out.is_dir() and any(out.iterdir()) and not force:
            raise SourceError(
                f"The folder {out} is not empty; --force writes into it all the same.",
                f"目录 {out} 不为空；加 --force 仍写入。",
            )
        settings = Settings()
        with _bar() as bar:
            shown = bar.add_task("", total=1.0)
            read = Readers(settings).read(
                source,
                settings.cache_dir,
                model=out,
                decisions=decisions_in(out),
                say=lambda doing: _show(bar, shown, doing, language),
            )
        Console().print(printed(read.source, language))
        for path in sorted(out.glob("*.yml")):
            print(path)
    except TextToBIError as error:
        print(error.message(_own_language()), file=sys.stderr)
        return FAILED
    except OSError as error:
        print(error, file=sys.stderr)
        return FAILED
    return 0


def _eval(options: argparse.Namespace) -> int:
    """Asks the questions of a file and prints the accuracy card."""
    given = {"model_dir": options.model_dir, "data": options.data}
    try:
        lines = read_lines(options.file)[: options.limit]
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        with _bar() as bar:
            shown = bar.add_task(options.file.name, total=len(lines))
            results = evaluate(lines, options.file.parent, settings, lambda _: bar.update(shown, advance=1))
    except TextToBIError as error:
        print(error.message(_own_language()), file=sys.stderr)
        return FAILED
    card = card_of(results)
    print(as_markdown(card), end="")
    if options.report:
        options.report.mkdir(parents=True, exist_ok=True)
        (options.report / "card.md").write_text(as_markdown(card), encoding="utf-8")
        whole = json.dumps(as_json(card, results), ensure_ascii=False, indent=1, default=str)
        (options.report / "card.json").write_text(whole, encoding="utf-8")
    return 0


def _fit(options: argparse.Namespace) -> int:
    """Fits the planner's weights to files of questions and says how far their promises hold."""
    try:
        found = [e for file in options.files for e in examples(file, Settings())]
    except TextToBIError as error:
        print(error.message(_own_language()), file=sys.stderr)
        return FAILED
    fitted = fit(found)
    print(f"{len(found)} answers about {len({e.data for e in found})} data sets, each judged by the others")
    for begins, count, share in reliability(found, fitted):
        print(f"{begins:.1f} to {begins + 0.1:.1f}: {count} answers, {share:.0%} right")
    options.out.write_text(written(fitted), encoding="utf-8")
    return 0


def _own_language() -> Language:
    return "zh" if (locale.getlocale()[0] or "").startswith(("zh", "Chinese")) else "en"


def _opened(settings: Settings, language: Language) -> Pipeline:
    with _bar() as bar:
        shown = bar.add_task("", total=1.0)
        return Pipeline(settings, say=lambda doing: _show(bar, shown, doing, language))


def _show(bar: progress.Progress, shown: progress.TaskID, doing: Doing, language: Language) -> None:
    bar.update(shown, completed=doing.fraction, description=doing.what.said(language), refresh=True)


def _ask(pipeline: Pipeline, question: str, as_json: bool) -> int:
    if as_json:
        answer = pipeline.ask(question)
        print(json.dumps(answer.to_json(), ensure_ascii=False))
        return EXIT_CODES.get(answer.outcome, FAILED)
    code = FAILED
    with _bar() as bar:
        shown = bar.add_task("", total=1.0)
        for event in pipeline.stream(question):
            match event:
                case TextAdded():
                    print(event.text, end="", flush=True)
                case Progress():
                    bar.update(shown, completed=event.fraction, description=_doing(event), refresh=True)
                case RunEnded():
                    code = EXIT_CODES.get(Outcome(event.outcome), FAILED)
        print(flush=True)
    return code


def _bar() -> progress.Progress:
    """A bar on a terminal, below the text when that goes to a terminal too; elsewhere nothing."""
    console = Console(stderr=True)
    return progress.Progress(
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        console=console,
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
        disable=not console.is_terminal,
    )


def _doing(event: Progress) -> str:
    left = "" if event.seconds_left is None else f" ({event.seconds_left:.0f} s)"
    return event.message + left


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description="Ask your data questions.")
    commands = parser.add_subparsers(required=True, dest="command")
    ask = commands.add_parser("ask", help="answer one question, in Chinese or English")
    ask.add_argument("question")
    ask.add_argument("--model-dir", type=Path, metavar="DIR", help="folder of Cube data-model YAML")
    ask.add_argument("--data", metavar="PATH", help="file, folder or database URL to ask about")
    ask.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    model = commands.add_parser("model", help="write the Cube data model that is inferred from data")
    model.add_argument("data", metavar="PATH", help="file, folder or database URL")
    model.add_argument("--out", type=Path, default=Path("model"), metavar="DIR", help="where to (model)")
    model.add_argument("--force", action="store_true", help="write into a folder that is not empty")
    fitting = commands.add_parser("fit", help="fit the planner's weights to files of questions")
    fitting.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl")
    fitting.add_argument("--out", type=Path, default=Path(weights.__file__), metavar="FILE", help="where to")
    evaluation = commands.add_parser("eval", help="print how many questions of a file are answered right")
    evaluation.add_argument("file", type=Path, metavar="FILE.jsonl")
    evaluation.add_argument("--report", type=Path, metavar="DIR", help="write card.md and card.json there")
    evaluation.add_argument("--limit", type=int, metavar="N", help="ask only the first N")
    evaluation.add_argument("--model-dir", type=Path, metavar="DIR", help="model of lines that name no data")
    evaluation.add_argument("--data", metavar="PATH", help="data of lines that name none")
    return parser


if __name__ == "__main__":
    sys.exit(main())
