"""The command line as people read it: commands, options, their help and usage errors."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from tflint_mem.options import CheckOptions, OutputFormat, split

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130

app = typer.Typer(
    name="tflint-mem",
    help="Finds, repairs and measures memory leaks in TensorFlow and Keras code.",
    epilog="Without a command's name it is check: 'tflint-mem --fix src' is 'tflint-mem check --fix src'.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 110},
)


class DataFormat(str, enum.Enum):
    """How ``rules`` and ``verify`` write what they know."""

    TEXT = "text"
    JSON = "json"


class CacheAction(str, enum.Enum):
    """What can be done with the results of earlier runs."""

    CLEAN = "clean"
    DIR = "dir"


def invoke(arguments: Sequence[str]) -> int:
    """Runs one command line, which starts with a command's name or ``--help``.

    Returns:
        The exit status.
    """
    try:
        app(list(arguments), prog_name="tflint-mem")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except OSError as error:
        from tflint_mem.messages import Messages, forget
        from tflint_mem.source import reason

        Messages().error(reason(error))
        forget(sys.stdout)
        return 2
    return 0


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"tflint-mem {version('tflint-mem')}")
        raise typer.Exit


# Typer reads these annotations at run time: `X | None` would need Typer 0.15.
_Texts = Optional[list[str]]  # noqa: UP045


@app.command()
def check(
    paths: Annotated[
        _Texts,
        typer.Argument(
            help="Files and folders; '-' reads standard input. Default: this folder.", metavar="PATHS"
        ),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Apply safe fixes.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: unsafe fixes too; review them.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change; write nothing.")
    ] = False,
    select: Annotated[
        _Texts,
        typer.Option(
            help="Rules to use: codes, prefixes, names or ALL, separated by commas.", metavar="RULES"
        ),
    ] = None,
    ignore: Annotated[_Texts, typer.Option(help="Rules not to use.", metavar="RULES")] = None,
    extend_select: Annotated[
        _Texts, typer.Option(help="Rules to use besides the selected ones.", metavar="RULES")
    ] = None,
    exclude: Annotated[
        _Texts, typer.Option(help="Files and folders to leave out.", metavar="PATTERNS")
    ] = None,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave out excluded files even when they are named.")
    ] = False,
    output_format: Annotated[
        OutputFormat, typer.Option(help="How findings are written.")
    ] = OutputFormat.FULL,
    output_file: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--output-file", "-o", help="Write findings to this file.", metavar="FILE"),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Show how often each rule was broken instead of where.")
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", "-e", help="Exit with 0 when there are findings.")
    ] = False,
    config: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Read this configuration file, not those found near the files.", metavar="FILE"),
    ] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no configuration file.")] = False,
    stdin_filename: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="The name of what is read from standard input.", metavar="FILE"),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes; 0 chooses by the work there is."),
    ] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print findings and errors only.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell which configuration and files are read.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Neither use nor keep results of earlier runs.")
    ] = False,
    cache_dir: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            help="Where results are kept. Default: $TFLINT_MEM_CACHE_DIR, or your folder for caches.",
            metavar="FOLDER",
        ),
    ] = None,
    timings: Annotated[
        bool, typer.Option("--timings", help="Show where processor time went, by stage and by rule.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Lint files and folders, and repair them with --fix.

    Exits with 0 when nothing is found or all was fixed, with 1 when there are findings, and with 2 when the
    command line, a configuration or a file could not be read.
    """
    from tflint_mem.check import run

    options = CheckOptions(
        paths=tuple(paths or ()),
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
        select=split(select or ()),
        ignore=split(ignore or ()),
        extend_select=split(extend_select or ()),
        exclude=split(exclude or ()),
        force_exclude=force_exclude,
        output_format=output_format,
        output_file=output_file,
        statistics=statistics,
        exit_zero=exit_zero,
        config=config,
        isolated=isolated,
        stdin_filename=stdin_filename,
        jobs=jobs,
        quiet=quiet,
        verbose=verbose,
        no_cache=no_cache,
        cache_dir=cache_dir,
        timings=timings,
    )
    try:
        status = run(options)
    except KeyboardInterrupt:
        status = INTERRUPTED
    raise typer.Exit(status)


@app.command()
def cache(
    action: Annotated[CacheAction, typer.Argument(help="clean removes it, dir tells where it is.")],
    cache_dir: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="The folder, if it is not the usual one.", metavar="FOLDER"),
    ] = None,
) -> None:
    """Remove what earlier runs found, or tell where it is kept."""
    from tflint_mem.cachedir import clean, default_folder
    from tflint_mem.source import reason

    folder = cache_dir or default_folder()
    if action is CacheAction.DIR:
        typer.echo(folder)
        return
    try:
        freed = clean(folder)
    except OSError as error:
        typer.echo(f"tflint-mem: error: {error.filename}: {reason(error)}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"removed {freed / 1024:.0f} KiB from {folder}")


@app.command()
def rules(
    output_format: Annotated[DataFormat, typer.Option(help="How the table is written.")] = DataFormat.TEXT,
) -> None:
    """List the rules there are."""
    from tflint_mem.report import catalogue

    write = catalogue.as_json if output_format is DataFormat.JSON else catalogue.as_table
    typer.echo(write())


@app.command()
def explain(
    rule: Annotated[
        str, typer.Argument(help="A rule's code or name, such as TFM201 or unclosed-session.", metavar="RULE")
    ],
) -> None:
    """Show a rule's page: what it finds, why memory is lost, and how it is repaired."""
    from tflint_mem.report import catalogue

    page = catalogue.explained(rule)
    if page is None:
        nearest = catalogue.nearest(rule)
        hint = f"did you mean {nearest}?" if nearest else "'tflint-mem rules' lists them"
        typer.echo(f"tflint-mem: error: no rule has the code or name {rule!r}; {hint}", err=True)
        raise typer.Exit(2)
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(page))
    else:
        typer.echo(page)


@app.command()
def inspect(
    place: Annotated[str, typer.Argument(help="A file, or one of its lines.", metavar="FILE[:LINE]")],
    config: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Read this configuration file, whatever lies near the file."),
    ] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no configuration file.")] = False,
) -> None:
    """Print what is believed of a file: names, kinds, loops, traced or not, who calls what."""
    from tflint_mem.inspection import run

    status = run(place, config=config, isolated=isolated, write=typer.echo)
    raise typer.Exit(status)


@app.command()
def verify(
    rules: Annotated[
        _Texts,
        typer.Argument(
            help="Codes or names of rules (default: every rule), or your own program: PROGRAM.py [-- ARGS].",
            metavar="RULES | PROGRAM.py",
        ),
    ] = None,
    output_format: Annotated[DataFormat, typer.Option(help="How verdicts are written.")] = DataFormat.TEXT,
    fixtures: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="The folder of programs. Default: the ones of this checkout.", metavar="FOLDER"),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=0, metavar="N", help="Programs to run at a time; 0 chooses by the machine."
        ),
    ] = 0,
    timeout: Annotated[
        float, typer.Option(help="Seconds that one program may take.", min=1, metavar="SECONDS")
    ] = 300,
    write: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Write the measurements and their plots to this folder.", metavar="FOLDER"),
    ] = None,
    tensorflow: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Run with this release; its environment is made once and kept.", metavar="RELEASE"),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="PROGRAM.py: run a repaired copy too, and compare.")
    ] = False,
    unflagged: Annotated[
        bool, typer.Option("--unflagged", help="PROGRAM.py: measure every loop, reported or not.")
    ] = False,
    where: Annotated[
        bool,
        typer.Option(
            "--where/--no-where",
            help="PROGRAM.py: run once more to tell where what is confirmed is allocated.",
        ),
    ] = True,
    iterations: Annotated[
        int, typer.Option(help="PROGRAM.py: iterations of each loop at most.", min=6, metavar="N")
    ] = 40,
    seconds: Annotated[
        float, typer.Option(help="PROGRAM.py: seconds in each loop at most.", min=1, metavar="T")
    ] = 60,
    html: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="PROGRAM.py: write a page with curves to this file.", metavar="FILE"),
    ] = None,
) -> None:
    """Run the programs of rules under TensorFlow, and judge each claim by measurement; or your own program.

    Of rules, exits with 0 when every claim holds, with 1 when one does not.  Of a program, with 0 when
    nothing grows, with 1 when something does.  With 2 when nothing could be measured.
    """
    from tflint_mem.verify.command import run, run_own

    if rules and rules[0].endswith((".py", ".ipynb")):
        raise typer.Exit(
            run_own(
                Path(rules[0]),
                rules[1:],
                iterations=iterations,
                seconds=seconds,
                timeout=timeout,
                tensorflow=tensorflow,
                fix=fix,
                unflagged=unflagged,
                where=where,
                output_format=output_format.value,
                html=html,
            )
        )

    raise typer.Exit(
        run(
            rules or (),
            output_format=output_format.value,
            fixtures=fixtures,
            jobs=jobs,
            timeout=timeout,
            write=write,
            tensorflow=tensorflow,
        )
    )


@app.command()
def scaffold(
    name: Annotated[str, typer.Argument(help="The new rule's name, such as unclosed-session.")],
    code: Annotated[str, typer.Option(help="The new rule's code.", metavar="TFMnnn")],
) -> None:
    """Write the files of a new rule into this checkout; the tests fail until each one is filled in."""
    from tflint_mem.checkout import checkout
    from tflint_mem.scaffold import ScaffoldError, create

    folder = checkout()
    try:
        written = create(name, code, folder)
    except (OSError, ScaffoldError) as error:
        typer.echo(f"tflint-mem: error: {error}", err=True)
        raise typer.Exit(2) from error
    for path in written:
        typer.echo(path)
