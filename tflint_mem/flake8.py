"""The flake8 plugin: the same findings at the same places, silenced and selected by flake8's own means."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Iterator, Sequence

    from flake8.options.manager import OptionManager

    from tflint_mem.checker import Checker
    from tflint_mem.lookup import Configurations
    from tflint_mem.rule import Finding


class Plugin:
    """One file in flake8's hands."""

    def __init__(
        self, tree: ast.Module, filename: str, lines: Sequence[str], options: argparse.Namespace
    ) -> None:
        """Takes what flake8 knows about the file.

        Args:
            tree: the syntax tree of the file; flake8 calls the plugin for no file without one.
            filename: the path, or what flake8 calls its standard input.
            lines: the decoded text, which an editor may not have saved yet.
            options: flake8's options.
        """
        self._tree = tree
        self._path = Path(filename)
        self._text = "".join(lines)
        self._options = options

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Adds options to flake8's command line and configuration files."""
        manager.add_option(
            "--tflint-mem-config",
            metavar="FILE",
            parse_from_config=True,
            normalize_paths=True,
            help="The tflint-mem configuration to read.  Default: the nearest to each file.",
        )
        manager.add_option(
            "--tflint-mem-isolated",
            action="store_true",
            parse_from_config=True,
            help="Read no configuration of tflint-mem.",
        )
        manager.add_option(
            "--tflint-mem-extend-select",
            metavar="RULES",
            default="",
            parse_from_config=True,
            comma_separated_list=True,
            help="Rules of tflint-mem to use besides the default ones, such as TFM4 or ALL.",
        )

    @staticmethod
    def parse_options(options: argparse.Namespace) -> None:
        """Refuses a configuration that cannot be used before any file is checked.

        Raises:
            flake8.exceptions.ExecutionError: flake8 prints it as one line, and stops.
        """
        from flake8.exceptions import ExecutionError

        from tflint_mem.config import ConfigError

        try:
            _configurations(*_configured_by(options)).of(Path())
        except ConfigError as error:
            raise ExecutionError(f"tflint-mem: {error}") from error

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """The findings as flake8 takes them: row, column from 0, text."""
        for finding in self._findings():
            # flake8 reports syntax errors itself, as E999.
            if finding.code != "TFM900":
                text = f"{finding.code} {finding.message}"
                yield finding.start.row, finding.start.column - 1, text, type(self)

    def _findings(self) -> Sequence[Finding]:
        from tflint_mem.checker import failed, unreadable
        from tflint_mem.config import ConfigError
        from tflint_mem.patterns import written
        from tflint_mem.source import Source, SourceError

        name = str(self._path)
        try:
            settings = _configurations(*_configured_by(self._options)).of(self._path.parent)
            source = Source(Path(written(self._path)), name, self._text)
            return _checker().check_source(source, settings, tree=self._tree).findings
        except ConfigError as error:
            return [unreadable(name, SourceError(self._path, f"not checked: {error}"))]
        except Exception as error:  # an exception here would end flake8 for every file
            return [failed(name, error)]


def _configured_by(options: argparse.Namespace) -> tuple[str | None, bool, tuple[str, ...]]:
    return options.tflint_mem_config, options.tflint_mem_isolated, tuple(options.tflint_mem_extend_select)


@functools.cache
def _configurations(config: str | None, isolated: bool, extend_select: tuple[str, ...]) -> Configurations:
    from tflint_mem.lookup import Configurations

    return Configurations(
        Path(config) if config else None,
        isolated=isolated and not config,
        lay_over=lambda settings: settings.override(extend_select=extend_select),
    )


@functools.cache
def _checker() -> Checker:
    from tflint_mem.checker import Checker

    return Checker(noqa=False)
