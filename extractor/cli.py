"""The command line: ``exocargo``."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import __version__
from extractor.gate import GATES
from extractor.model.folder import DEFAULT_MODEL
from extractor.surrogates import shown

if TYPE_CHECKING:
    from extractor.document import Document

__all__ = ["main"]

OK, NOTHING, USAGE, SOME_FAILED = 0, 1, 2, 3


class _Stop(Exception):
    """Nothing can be done; the message is the one line for the user."""


def _probability(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1") from None
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 1")
    return value


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value


def _megabytes(text: str) -> int:
    # Term tables and rules alone take 1.4 GB of private data on a long paper, the default model 2.8 GB.
    if not text.isdigit() or not 2048 <= int(text) <= 1 << 22:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of megabytes from 2048 on")
    return int(text)


class _Terminated(BaseException):
    """The system asked the process to end."""


@contextmanager
def _orderly() -> Iterator[None]:
    """SIGTERM as Ctrl-C: workers are stopped and the folder is left in order."""

    def terminate(*_: object) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _say_end(args: argparse.Namespace, event: str, words: str) -> None:
    """Why a command ended early, in JSON where a program follows it."""
    as_json = getattr(args, "log_json", False)
    _say(json.dumps({"event": event, "message": words}) if as_json else f"exocargo: {words}")


def _print(text: str) -> None:
    sys.stdout.write(shown(text) + "\n")


def _extract(args: argparse.Namespace) -> int:
    from extractor.batch import RunError, Settings, run
    from extractor.batch.limits import Limits
    from extractor.batch.progress import shown_progress
    from extractor.pipeline import UnknownModelError

    how = "json" if args.log_json else "none" if args.quiet else "text"
    gate = None if args.no_gate else args.gate
    settings = Settings(args.model, args.min_confidence, args.vesicular_only, gate=gate)
    try:
        with _orderly(), shown_progress(how) as step:
            summary = run(
                args.inputs, args.out, settings, workers=args.workers, restart=args.restart,
                limits=Limits(args.time_limit, args.memory_limit), engine=args.engine, address=args.ray_address,
                progress=step,
            )  # fmt: skip
    except (RunError, UnknownModelError) as error:
        raise _Stop(str(error)) from None
    if not summary.documents and not summary.failures and not summary.gated:
        raise _Stop(f"{' '.join(args.inputs)}: holds no document; nothing was read")
    if args.log_json:
        told = {"event": "done", **summary.counts(), "seconds": summary.seconds, "out": str(args.out)}
        _say(json.dumps(told))
    elif not args.quiet:
        resumed = f" ({summary.resumed} inputs were done before)" if summary.resumed else ""
        gated = f", turned away by the gate: {summary.gated}" if summary.gated else ""
        again = f", read once though given again: {summary.duplicates}" if summary.duplicates else ""
        _say(
            f"documents: {summary.documents}, tuples: {summary.tuples}, findings: {summary.findings}, "
            f"failures: {summary.failures}{gated}{again}; {summary.seconds:.1f} s{resumed}; written to {args.out}"
        )
    if summary.failures:
        failures = (args.out / "failures.jsonl").read_text(encoding="utf-8").splitlines()
        for line in failures if args.log_json else failures[:10]:
            failure = json.loads(line)
            _say(json.dumps({"event": "failed", **failure}) if args.log_json else "failed: " + failure["message"])
        if len(failures) > 10 and not args.log_json:
            _say(f"and {len(failures) - 10} more in {args.out / 'failures.jsonl'}")
        return SOME_FAILED if summary.documents else NOTHING
    return OK


def _merge(args: argparse.Namespace) -> int:
    from extractor.findings.collect import collect
    from extractor.findings.known import read_known
    from extractor.findings.table import TableError

    try:
        known = read_known(args.known_pairs, args.known_cargo) if args.known_pairs or args.known_cargo else None
        table = collect(args.runs, args.out, known)
    except TableError as error:
        raise _Stop(str(error)) from None
    _say(f"{len(table)} findings; written to {args.out}")
    return OK


def _show(args: argparse.Namespace) -> int:
    from extractor.findings.show import show
    from extractor.findings.table import TableError, read_table

    try:
        rows = read_table(args.run)
    except TableError as error:
        raise _Stop(str(error)) from None
    _print(show(rows, args.run, args.limit))
    return OK


def _report(args: argparse.Namespace) -> int:
    from extractor.findings.table import TableError
    from extractor.report import write_report

    try:
        count = write_report(args.run, args.out)
    except TableError as error:
        raise _Stop(str(error)) from None
    _say(f"{count} {'finding' if count == 1 else 'findings'}; written to {args.out}, which opens in any browser")
    return OK


def _evaluate(args: argparse.Namespace) -> int:
    from extractor.evaluation import run, table
    from extractor.pipeline import UnknownModelError, load
    from extractor.readers import ReadError

    try:
        if args.predictions is not None:
            report = run(args.gold, args.predictions, args.folds, args.out)
        else:
            report = run(args.gold, load(args.model or args.baseline).extract, args.folds, args.out)
    except (ReadError, UnknownModelError) as error:
        raise _Stop(str(error)) from None
    _print(table(report))
    _say(f"written to {args.out}")
    return OK


def _train(args: argparse.Namespace) -> int:
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError:
        raise _Stop("train needs torch and transformers: pip install 'exocargo[train]'") from None
    from extractor.model.encoder import EncoderError
    from extractor.training.config import load_config
    from extractor.training.course import begun
    from extractor.training.finish import make
    from extractor.training.schema import DataError

    try:
        config = load_config(args.config)
        if args.encoder:
            config = config.model_copy(update={"encoder": args.encoder})
        if begun(args.out) and not args.resume:
            raise _Stop(f"{args.out}: holds a training already; give --resume to go on with it, or another folder")
        model = make(config, args.out, _say)
    except (DataError, EncoderError) as error:
        raise _Stop(str(error)) from None
    _say(f"trained; the model is in {model}")
    return OK


def _convert(args: argparse.Namespace) -> int:
    from extractor.batch.files import write_whole
    from extractor.convert import convert
    from extractor.document import Failure
    from extractor.readers import expand, read, read_stream

    failures: list[Failure] = []

    def documents() -> Iterator[Document]:
        if args.input == "-":
            sources = [read_stream(sys.stdin.buffer, "-")]
        else:
            items = list(expand([args.input]))
            failures.extend(item for item in items if isinstance(item, Failure))
            sources = [read(item) for item in items if not isinstance(item, Failure)]
        for source in sources:
            for item in source:
                if isinstance(item, Failure):
                    failures.append(item)
                else:
                    yield item

    text = io.StringIO()
    count = convert(documents(), args.to, text)
    if not count:
        raise _Stop(failures[0].message if failures else f"{args.input}: holds no document")
    data = text.getvalue().encode("utf-8", "backslashreplace")
    if str(args.out) == "-":
        sys.stdout.buffer.write(data)
    else:
        write_whole(args.out, data)
    for failure in failures:
        _say("failed: " + failure.message)
    _say(f"{count} {'document' if count == 1 else 'documents'} written to {args.out}")
    return SOME_FAILED if failures else OK


def _explain(args: argparse.Namespace) -> int:
    from extractor.findings.explain import explain
    from extractor.findings.folder import read_folder
    from extractor.findings.table import TableError

    try:
        _print(explain(read_folder(args.run), args.finding))
    except TableError as error:
        raise _Stop(str(error)) from None
    return OK


def _export(args: argparse.Namespace) -> int:
    from extractor.exports import ExportError, export
    from extractor.findings.table import TableError

    try:
        written = export(args.findings, args.to, args.out)
    except (ExportError, TableError) as error:
        raise _Stop(str(error)) from None
    for note in written.notes:
        _say(note)
    _say(f"written to {args.out if len(written.files) > 2 else ' and '.join(map(str, written.files))}")
    return OK


def _curate(args: argparse.Namespace) -> int:
    from extractor.exports import ExportError
    from extractor.exports.curate import curate
    from extractor.findings.table import TableError

    try:
        lines = curate(args.run, args.labels, args.gold)
    except (ExportError, TableError) as error:
        raise _Stop(str(error)) from None
    for line in lines:
        _say(line)
    return OK


def _ground(args: argparse.Namespace) -> int:
    from extractor.grounding import ground

    for text in args.texts:
        answer = ground(text, args.type)
        if args.json:
            _print(json.dumps(answer, ensure_ascii=False))
        else:
            others = ", ".join(c["id"] or c["name"] for c in answer["candidates"][1:4])
            _print("\t".join([text, answer["type"] or "-", answer["id"] or "-", answer["name"] or "-", others]))
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="exocargo",
        description="Findings on exosomal cargo and tumour radiosensitivity, read from papers into one table.",
    )
    parser.add_argument("--version", action="version", version=f"exocargo {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    extract = commands.add_parser("extract", help="papers in, tuples and a findings table out")
    extract.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, a folder, a glob, or - for standard input")
    extract.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the results")
    extract.add_argument(
        "--model", default=DEFAULT_MODEL, metavar="NAME|PATH",
        help="a trained model by name or folder, or the baseline rules or cooccurrence (default: %(default)s)",
    )  # fmt: skip
    extract.add_argument("--min-confidence", type=_probability, default=0.0, metavar="P", help="leave out rows below P")
    extract.add_argument("--vesicular-only", action="store_true", help="leave out cargo not said to be in vesicles")
    extract.add_argument(
        "--workers", type=_count, default=os.cpu_count() or 1, metavar="N", help="processes (default: %(default)s)"
    )
    extract.add_argument(
        "--engine", choices=("local", "ray"), default="local", help="what runs the batch (default: %(default)s)"
    )
    extract.add_argument(
        "--ray-address", metavar="A", help="a Ray cluster; without it RAY_ADDRESS, else one started here"
    )
    extract.add_argument(
        "--gate", choices=GATES, default=GATES[0],
        help="read closely what speaks of vesicles, or of RNA and radiation (cargo), or what speaks of vesicles and "
        "radiation (default: %(default)s)",
    )  # fmt: skip
    extract.add_argument("--no-gate", action="store_true", help="read every document closely")
    extract.add_argument(
        "--time-limit", type=_seconds, default=600.0, metavar="S",
        help="an input that gives no document for S seconds fails, and the others go on (default: %(default)g)",
    )  # fmt: skip
    extract.add_argument(
        "--memory-limit", type=_megabytes, default=4096, metavar="MB",
        help="memory that inputs may take in each process; one that needs more fails (default: %(default)s)",
    )  # fmt: skip
    extract.add_argument("--restart", action="store_true", help="forget a stopped run in DIR instead of going on")
    extract.add_argument("--quiet", action="store_true", help="say nothing but failures")
    extract.add_argument("--log-json", action="store_true", help="progress, counts and failures as lines of JSON")
    extract.set_defaults(do=_extract)

    show = commands.add_parser("show", help="print the findings table of a run")
    show.add_argument("run", type=Path, metavar="DIR", help="folder that extract or merge wrote")
    show.add_argument("--limit", type=_count, default=40, metavar="N", help="rows to print (default: %(default)s)")
    show.set_defaults(do=_show)

    report = commands.add_parser("report", help="a run as one HTML page to search, sort and read the evidence in")
    report.add_argument("run", type=Path, metavar="DIR", help="folder that extract or merge wrote")
    report.add_argument("--out", type=Path, required=True, metavar="FILE", help="page to write: report.html")
    report.set_defaults(do=_report)

    evaluate = commands.add_parser("evaluate", help="score predictions or an extractor against a gold set")
    evaluate.add_argument("--gold", type=Path, required=True, metavar="FILE|DIR", help="findings by hand")
    what = evaluate.add_mutually_exclusive_group(required=True)
    what.add_argument("--predictions", type=Path, metavar="tuples.jsonl", help="rows to score")
    what.add_argument("--model", metavar="NAME", help="an extractor to run on the gold's texts")
    what.add_argument("--baseline", choices=("cooccurrence", "rules"), help="a baseline to run on the gold's texts")
    evaluate.add_argument("--folds", choices=("group", "section"), help="also score fold by fold")
    evaluate.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for scores and errors")
    evaluate.set_defaults(do=_evaluate)

    merge = commands.add_parser("merge", help="one findings table from several runs")
    merge.add_argument("runs", nargs="+", type=Path, metavar="RUN_DIR|tuples.jsonl")
    merge.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the table")
    for option, database in (("pairs", "miRTarBase or TarBase"), ("cargo", "ExoCarta or Vesiclepedia")):
        merge.add_argument(
            f"--known-{option}", type=Path, action="append", default=[], metavar="TABLE",
            help=f"mark {option} that this table of {database} has (CSV, TSV, gzipped or not; may be given again)",
        )  # fmt: skip
    merge.set_defaults(do=_merge)

    train = commands.add_parser("train", help="train a model by a configuration; see configs/")
    train.add_argument("config", type=Path, metavar="CONFIG.toml")
    train.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for checkpoints and the model")
    train.add_argument("--encoder", metavar="NAME|PATH", help="another encoder than the configuration names")
    train.add_argument("--resume", action="store_true", help="go on with the training that DIR holds")
    train.set_defaults(do=_train)

    ground = commands.add_parser("ground", help="look names up in the term table")
    ground.add_argument("texts", nargs="+", metavar="TEXT")
    ground.add_argument(
        "--type",
        choices=("mirna", "circrna", "lncrna", "protein", "pathway", "cancer", "cell"),
        help="what the name is",
    )
    ground.add_argument("--json", action="store_true", help="a JSON line a name")
    ground.set_defaults(do=_ground)

    convert = commands.add_parser("convert", help="the text of a paper as this program reads it")
    convert.add_argument("input", metavar="INPUT", help="a file, a folder, a glob, or - for standard input")
    convert.add_argument("--to", choices=("text", "bioc", "jsonl"), required=True)
    convert.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write, or - to print")
    convert.set_defaults(do=_convert)

    explain = commands.add_parser("explain", help="why a finding has its belief, down to the sentences")
    explain.add_argument("finding", metavar="FINDING_ID", help="its id in the findings table, or how that begins")
    explain.add_argument(
        "run", type=Path, nargs="?", default=Path(), metavar="DIR", help="folder of results (default: here)"
    )
    explain.set_defaults(do=_explain)

    export = commands.add_parser("export", help="findings in another tool's format")
    export.add_argument("findings", type=Path, metavar="FINDINGS", help="a folder of results, or its findings.parquet")
    export.add_argument(
        "--to", required=True,
        choices=("indra", "bel", "kgx", "cx2", "sif", "bioc", "brat", "csv", "jsonld", "labelstudio", "duckdb"),
    )  # fmt: skip
    export.add_argument(
        "--out", type=Path, required=True, metavar="FILE",
        help="file to write; kgx makes FILE_nodes.tsv and FILE_edges.tsv, brat a folder unless FILE ends in .zip, "
        "labelstudio also FILE.config.xml",
    )  # fmt: skip
    export.set_defaults(do=_export)

    curate = commands.add_parser("curate", help="verdicts from Label Studio back into a folder of results")
    curate.add_argument("run", type=Path, metavar="DIR", help="the folder that the tasks were exported from")
    curate.add_argument("labels", type=Path, metavar="LABELSTUDIO.json", help="the project as Label Studio exports it")
    curate.add_argument("--gold", type=Path, metavar="FILE", help="also write accepted tuples as gold findings")
    curate.set_defaults(do=_curate)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0 done, 1 nothing could be done, 2 bad usage, 3 some inputs failed."""
    args = _parser().parse_args(argv)
    try:
        return int(args.do(args))
    except _Stop as stop:
        _say_end(args, "error", str(stop))
        return NOTHING
    except BrokenPipeError:
        # The reader of our output went away (`exocargo show DIR | head`): no more can be said, and that is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except (KeyboardInterrupt, _Terminated) as stop:
        _say_end(args, "stopped", "stopped; run the same command again to go on")
        return 143 if isinstance(stop, _Terminated) else 130
    except OSError as error:
        words = f"{error.filename or ''}: {error.strerror or error}; check that it can be read and written"
        _say_end(args, "error", words)
        return NOTHING


if __name__ == "__main__":
    sys.exit(main())
