"""Writes the pages of the rules and the table of the README from rules, programs and measured data.

Run it with ``python -m tflint_mem.docs`` in a checkout; ``tests/test_docs.py`` says when that is due.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from tflint_mem import registry
from tflint_mem.checkout import checkout, page_of
from tflint_mem.report import catalogue
from tflint_mem.verify.evidence import read_all
from tflint_mem.verify.fixtures import BY_HAND, DIFFERS, Effect, discover
from tflint_mem.verify.judge import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tflint_mem.verify.fixtures import Fixture

COMMAND = "python -m tflint_mem.docs"
BEGIN = "<!-- rules: begin (written by `python -m tflint_mem.docs`) -->"
END = "<!-- rules: end -->"
_UNKNOWN = "–"


def generated(folder: Path) -> dict[Path, str]:
    """Every generated file of a checkout, with the text that it should have.

    Raises:
        OSError: a file cannot be read.
        ValueError: the README lacks the comments that the table stands between.
        VerifyError: measured data or a program's comment cannot be understood.
    """
    data = folder / "docs" / "evidence"
    measured = read_all(data)
    texts = {}
    for rule in registry.built_in():
        name = rule.meta.name
        parts = [
            catalogue.page(name) or "",
            _program(discover(folder / "fixtures", [rule])),
            figures(rule.meta.code, measured, name if (data / f"{name}.svg").is_file() else None),
        ]
        texts[page_of(folder, name)] = "\n\n".join(part for part in parts if part) + "\n"
    for name in registry.TOOL_CODES.values():
        texts[page_of(folder, name)] = f"{catalogue.page(name)}\n"
    texts[page_of(folder, "README")] = _index()
    readme = folder / "README.md"
    texts[readme] = _with_table(readme.read_text(encoding="utf-8"), table("docs/rules/"))
    return texts


def stale(folder: Path) -> list[Path]:
    """The generated files that are missing or differ from what they should be, and pages of no rule."""
    texts = generated(folder)
    differing = [
        path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    pages = page_of(folder, "README").parent
    return sorted(differing + [path for path in pages.glob("*.md") if path not in texts])


def write(folder: Path) -> list[Path]:
    """Brings the generated files up to date.

    Returns:
        The files that were written or removed.
    """
    texts = generated(folder)
    changed = stale(folder)
    for path in changed:
        if path in texts:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return changed


def table(prefix: str) -> str:
    """The rules as a Markdown table.

    Args:
        prefix: what leads from the file with the table to the pages.
    """
    rows = ["| code | name | impact | fix | set |", "|---|---|---|---|---|"]
    for rule in registry.built_in():
        meta = rule.meta
        link = f"[{meta.code}]({prefix}{meta.name}.md)"
        fix, chosen = catalogue.fix_of(meta), catalogue.set_of(meta)
        rows.append(f"| {link} | {meta.name} | {meta.impact.value} | {fix} | {chosen} |")
    return "\n".join(rows)


def figures(code: str, measured: Sequence[Mapping[str, Any]], picture: str | None) -> str:
    """The section about what was measured; empty where no data names the rule.

    Args:
        code: the rule's code.
        measured: what ``evidence.read`` returned, oldest TensorFlow first.
        picture: the name of the plot without its ending, None when there is none.
    """
    rows = [
        _row(entry, data.get("versions", {}).get("tensorflow", _UNKNOWN))
        for data in measured
        for entry in data.get("fixtures", ())
        if entry["rule"] == code and entry.get("effect") != "none"
    ]
    if not rows:
        return ""
    shown = "The clearest program, as written and repaired"
    plot = [f"![{shown}](../evidence/{picture}.svg)", ""] if picture else []
    head = ["| program | TensorFlow | bad | repaired |", "|---|---|---|---|"]
    return "\n".join(["## What was measured", *plot, *head, *rows])


def _row(entry: Mapping[str, Any], release: str) -> str:
    name = f"`{entry['fixture'].rpartition('/')[2]}`"
    if "not_measured" in entry:
        cells = [entry["not_measured"], _UNKNOWN]
    else:
        cells = [_cell(entry, "program"), _cell(entry, "repaired")]
    if entry.get("holds") is False:
        name += f" ({DIFFERS})" if entry.get(DIFFERS) else " (claim not confirmed)"
    return f"| {' | '.join([name, release, *cells])} |"


def _cell(entry: Mapping[str, Any], which: str) -> str:
    run = entry.get(which, {})
    effect = entry.get("effect")
    if "error" in run:
        return f"ends with `{run['error'].partition(':')[0].strip()}`"
    if "devices" in run:
        return ", ".join(f"{device} {state}" for device, state in run["devices"].items()) or "no device"
    if effect == Effect.ERROR.value:
        return "runs to its end"
    if effect == Effect.OVERHEAD.value:
        return _amount(run, "milliseconds", "ms/iteration")
    if effect == Effect.PEAK.value:
        return _amount(run, "in_use_kib", "KiB in use")
    if effect == Effect.HELD.value:
        return f"open sessions: {max(run['open_sessions'])}" if run.get("open_sessions") else _UNKNOWN
    if effect == Effect.UNTIL_GC.value:
        return f"{_amount(run, 'uncollected_kib', 'KiB/iteration')} until collected"
    counts = [f"{kind} {rate:+g}" for kind, rate in sorted(run.get("counts", {}).items())]
    if run.get("verdict") == Verdict.UNTIL_GC.value:
        counts = [f"{run['uncollected_kib']:,} until collected"]
    kept = f" ({', '.join(counts)})" if counts else ""
    return _amount(run, "kib", "KiB/iteration") + kept


def _amount(run: Mapping[str, Any], key: str, unit: str) -> str:
    return f"{run[key]:,} {unit}" if key in run else _UNKNOWN


def _program(fixtures: Iterable[Fixture]) -> str:
    """The first bad program of a rule and its repaired copy."""
    first = next((fixture for fixture in fixtures if fixture.bad), None)
    if first is None or first.repaired is None:
        return ""
    by_hand = first.repaired.name.endswith(BY_HAND)
    how = "by hand" if by_hand else "by `tflint-mem --fix --unsafe-fixes`"
    return (
        f"## A program that shows it\n`fixtures/{first.rule}/{first.path.name}`:\n{_fenced(first.path)}\n\n"
        f"Repaired {how}:\n{_fenced(first.repaired)}"
    )


def _fenced(path: Path) -> str:
    text = path.read_text(encoding="utf-8").strip("\n")
    fence = "````" if "```" in text else "```"
    return f"{fence}python\n{text}\n{fence}"


def _index() -> str:
    tool = [f"* [{code}]({name}.md) {name}" for code, name in registry.TOOL_CODES.items()]
    return (
        f"# Rules\n\n{table('')}\n\n*Extra* rules are on when they are selected.\n\n"
        "## Diagnostics about the run itself\n" + "\n".join(tool) + "\n"
    )


def _with_table(text: str, rows: str) -> str:
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md lacks the comments {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{rows}\n{END}{after}"


def main() -> int:
    """Brings the generated files of this checkout up to date and names those that changed."""
    folder = checkout()
    if folder is None:
        print("tflint-mem: the pages are written in a checkout of tflint-mem", file=sys.stderr)
        return 2
    for path in write(folder):
        print(path.relative_to(folder).as_posix())
    return 0


if __name__ == "__main__":
    sys.exit(main())
