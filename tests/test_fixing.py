"""Fixes converge, never break what they promise to keep, and files are never half written."""

from __future__ import annotations

import io
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tflint_mem import fixing
from tflint_mem.fixing import MAX_PASSES, WriteError, apply_edits, diff, fix, write
from tflint_mem.rule import Applicability, Edit, Finding, Fix, Impact
from tflint_mem.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SAFE = frozenset({Applicability.SAFE})
OLD, NEW = b"old = 1\n", b"new = 2  # and longer\n"


def source_of(text: str, encoding: str = "utf-8") -> Source:
    return Source(Path("/nowhere/module.py"), "module.py", text, encoding)


def finding(
    source: Source, *edits: Edit, code: str = "TFM001", applicability: Applicability = Applicability.SAFE
) -> Finding:
    start = source.position(edits[0].start if edits else 0)
    return Finding(
        code=code,
        name=code.lower(),
        message="something is wrong",
        impact=Impact.LEAK,
        filename=source.name,
        start=start,
        end=start,
        fix=Fix("repair it", edits, applicability),
    )


def replacing(pattern: str, content: str, code: str = "TFM001") -> Callable[[Source], list[Finding]]:
    """A rule that finds each match of a pattern, and replaces it."""

    def check(source: Source) -> list[Finding]:
        return [
            finding(source, Edit(match.start(), match.end(), match.expand(content)), code=code)
            for match in re.finditer(pattern, source.text)
        ]

    return check


def all_of(*checks: Callable[[Source], list[Finding]]) -> Callable[[Source], list[Finding]]:
    return lambda source: [item for check in checks for item in check(source)]


class TestApplyEdits:
    def test_edits_in_any_order(self) -> None:
        edits = [Edit(4, 5, "E"), Edit(0, 1, ""), Edit(2, 2, "--"), Edit(5, 5, "!")]
        assert apply_edits("abcde", edits) == "b--cdE!"

    def test_insertions_at_one_place_keep_their_order_and_come_before_a_replacement(self) -> None:
        edits = [Edit(1, 2, "B"), Edit(1, 1, "2"), Edit(1, 1, "1")]
        assert apply_edits("abc", edits) == "a21Bc"

    @pytest.mark.parametrize(
        "edits",
        [
            [Edit(0, 2, ""), Edit(1, 3, "")],
            [Edit(0, 3, ""), Edit(1, 1, "x")],
            [Edit(2, 1, "")],
            [Edit(0, 4, "")],
            [Edit(-1, 0, "")],
            [Edit(1, 2, "x"), Edit(1, 2, "x")],
        ],
    )
    def test_edits_that_do_not_go_together(self, edits: list[Edit]) -> None:
        with pytest.raises(ValueError, match="overlaps another or leaves the text"):
            apply_edits("abc", edits)


class TestFix:
    def test_nothing_to_do(self) -> None:
        source = source_of("a = 1\n")
        fixed = fix(source, lambda version: [], SAFE)
        assert fixed == fixing.Fixed(source, (), (), ())
        assert fixed.source is source

    def test_all_fixes_of_a_pass_enter(self) -> None:
        fixed = fix(source_of("a = 1\nb = 1\nc = 1\n"), replacing("1", "2"), SAFE)
        assert fixed.source.text == "a = 2\nb = 2\nc = 2\n"
        assert [item.start.row for item in fixed.applied] == [1, 2, 3]
        assert fixed.remaining == ()
        assert fixed.notes == ()

    def test_only_allowed_fixes_enter(self) -> None:
        def check(source: Source) -> list[Finding]:
            levels = {"1": Applicability.SAFE, "2": Applicability.UNSAFE, "3": Applicability.DISPLAY}
            return [
                finding(source, Edit(match.start(), match.end(), "0"), applicability=levels[match[0]])
                for match in re.finditer("[123]", source.text)
            ] + [finding(source).without_fix()]

        text = "x = 1, 2, 3\n"
        fixed = fix(source_of(text), check, SAFE)
        assert fixed.source.text == "x = 0, 2, 3\n"
        assert len(fixed.remaining) == 3
        both = fix(source_of(text), check, SAFE | {Applicability.UNSAFE})
        assert both.source.text == "x = 0, 0, 3\n"
        assert fix(source_of(text), check, frozenset()).applied == ()

    def test_a_fix_enters_whole_or_waits(self) -> None:
        """The hull of a fix is its own: the second may only enter once the first is made."""
        seen = []

        def check(source: Source) -> list[Finding]:
            seen.append(source.text)
            found = []
            if match := re.search("a.*?a", source.text):
                found.append(
                    finding(
                        source,
                        Edit(match.start(), match.start() + 1, "A"),
                        Edit(match.end() - 1, match.end(), "A"),
                    )
                )
            if (place := source.text.find("b")) >= 0:
                found.append(finding(source, Edit(place, place + 1, "B"), code="TFM002"))
            return found

        fixed = fix(source_of("x = a + b + a\n"), check, SAFE)
        assert seen == ["x = a + b + a\n", "x = A + b + A\n", "x = A + B + A\n"]
        assert [item.code for item in fixed.applied] == ["TFM001", "TFM002"]

    def test_insertions_at_one_place_wait_for_one_another(self) -> None:
        passes = []

        def check(source: Source) -> list[Finding]:
            passes.append(source.text)
            return [
                finding(source, Edit(0, 0, f"{name} = 1\n"), code=code)
                for name, code in (("a", "TFM001"), ("b", "TFM002"))
                if f"{name} =" not in source.text
            ]

        assert fix(source_of("x = 1\n"), check, SAFE).source.text == "b = 1\na = 1\nx = 1\n"
        assert len(passes) == 3

    def test_imports_coalesce(self) -> None:
        passes = []

        def check(source: Source) -> list[Finding]:
            passes.append(source.text)
            return [
                finding(
                    source,
                    Edit(0, 0, f"import {'gc' if match[0] == 'x' else 'os'}\n"),
                    Edit(match.start(), match.end(), match[0].upper()),
                )
                for match in re.finditer(r"\b[xy]\b", source.text)
            ]

        fixed = fix(source_of("f()\nx()\ny()\nx()\n"), check, SAFE)
        assert fixed.source.text == "import gc\nimport os\nf()\nX()\nY()\nX()\n"
        assert len(passes) == 2

    def test_an_import_does_not_enter_a_stretch_that_another_fix_holds(self) -> None:
        def check(source: Source) -> list[Finding]:
            if "with" not in source.text:
                lines = [Edit(0, 3, "with a:"), *(Edit(place, place, "    ") for place in (4, 8))]
                return [finding(source, *lines), finding(source, Edit(4, 4, "import gc\n"), code="TFM002")]
            if "gc" not in source.text:
                return [finding(source, Edit(0, 0, "import gc\n"), code="TFM002")]
            return []

        fixed = fix(source_of("a()\nb()\nc()\n"), check, SAFE)
        assert fixed.source.text == "import gc\nwith a:\n    b()\n    c()\n"

    def test_findings_are_taken_in_file_order(self) -> None:
        def check(source: Source) -> list[Finding]:
            places = [match.start() for match in re.finditer("1", source.text)]
            return [finding(source, Edit(place, place + 1, "2")) for place in reversed(places)]

        assert [item.start.column for item in fix(source_of("x = 1, 1\n"), check, SAFE).applied] == [5, 8]

    def test_fixes_of_fixes(self) -> None:
        chain = all_of(*(replacing(str(n), str(n + 1), f"TFM00{n}") for n in range(1, 5)))
        fixed = fix(source_of("x = 1\n"), chain, SAFE)
        assert fixed.source.text == "x = 5\n"
        assert [item.code for item in fixed.applied] == ["TFM001", "TFM002", "TFM003", "TFM004"]

    def test_a_cycle_is_undone_and_names_the_rules(self) -> None:
        """The first fix is good; the other two undo one another."""
        check = all_of(
            replacing("z", "a", "TFM001"), replacing("a", "b", "TFM002"), replacing("b", "a", "TFM003")
        )
        fixed = fix(source_of("z()\n"), check, SAFE)
        assert fixed.source.text == "a()\n"
        assert [item.code for item in fixed.applied] == ["TFM001"]
        assert [item.code for item in fixed.remaining] == ["TFM002"]
        assert fixed.notes == ("the fixes of TFM002, TFM003 undo one another: none of them was made",)

    def test_a_fix_that_changes_nothing_is_a_cycle(self) -> None:
        fixed = fix(source_of("x = 1\n"), replacing("1", "1"), SAFE)
        assert fixed.applied == ()
        assert fixed.notes == ("the fixes of TFM001 change nothing",)

    def test_fixes_without_end_stop(self) -> None:
        def check(source: Source) -> list[Finding]:
            return [finding(source, Edit(0, 0, "x\n"))]

        fixed = fix(source_of("x\n"), check, SAFE)
        assert fixed.source.text == "x\n" * (MAX_PASSES + 1)
        assert fixed.notes == (f"stopped after {MAX_PASSES} passes: TFM001 would still be fixed",)
        assert len(fixed.remaining) == 1

    def test_the_tenth_pass_may_be_the_last(self) -> None:
        fixed = fix(source_of("x = 1\n"), replacing(r"\bx{1,10}(?= )", r"\g<0>x"), SAFE)
        assert fixed.source.text == f"{'x' * 11} = 1\n"
        assert fixed.notes == ()


GUARDED = {
    "syntax": ("x = 1\n", Edit(0, 1, "x +"), "the result does not parse"),
    "indentation": ("if a:\n    b\n    c\n", Edit(10, 10, " "), "the result does not parse"),
    "a NUL": ("x = 1\n", Edit(0, 1, "\0"), "the result does not parse"),
    "what only the compiler refuses": (
        "from __future__ import annotations\n",
        Edit(0, 0, "import gc\n"),
        "from __future__ imports must occur at the beginning of the file",
    ),
    "a comment": ("x = 1  # why\n", Edit(5, 12, ""), "the comment '# why' would be lost"),
    "one of two comments": ("x  # c\ny  # c\n", Edit(1, 6, ""), "the comment '# c' would be lost"),
    "a comment that becomes text": (
        'x = 1\n# why\n# """\n',
        Edit(4, 5, '"""'),
        "would be lost",
    ),
    "other statements": (
        "x = 1\ny()\n",
        Edit(5, 5, " if a else \\"),
        "the statement on line 2 would change",
    ),
    "the encoding": ("x = 1\n", Edit(4, 5, "'€'"), "encoding"),
    "edits out of place": ("x = 1\n", Edit(0, 99, ""), "its edits overlap"),
}


class TestGuards:
    @pytest.mark.parametrize("name", GUARDED)
    def test_a_fix_that_fails_a_guard_is_dropped(self, name: str) -> None:
        text, edit, reason = GUARDED[name]

        def check(source: Source) -> list[Finding]:
            found = [finding(source, edit, code="TFM666")] if source.text.startswith(text) else []
            return found + replacing("good", "better")(source)

        source = source_of(text, "latin-1")
        alone = fix(source, check, SAFE)
        assert alone.source.text == text
        assert [item.code for item in alone.remaining] == ["TFM666"]
        (note,) = alone.notes
        assert note.startswith("TFM666 at line ")
        assert reason in note

        beside = fix(source_of(f"{text}good()\n", "latin-1"), check, SAFE)
        assert beside.source.text == f"{text}better()\n"
        assert [item.code for item in beside.applied] == ["TFM001"]
        assert [item.code for item in beside.remaining] == ["TFM666"]
        assert len(beside.notes) == 1

    def test_a_dropped_fix_makes_room_for_another(self) -> None:
        def check(source: Source) -> list[Finding]:
            bad = finding(source, Edit(0, 1, "+ +"), code="TFM001")
            good = finding(source, Edit(0, 1, "y"), code="TFM002")
            return [bad, good] if source.text[0] == "x" else []

        fixed = fix(source_of("x = 1\n"), check, SAFE)
        assert fixed.source.text == "y = 1\n"
        assert fixed.notes == ()

    def test_fixes_that_fail_together_only_are_made_one_after_the_other(self) -> None:
        def check(source: Source) -> list[Finding]:
            """Either may take its parenthesis with it, but both would leave nothing."""
            if source.text != "if a:\n    b\n    c\n":
                return []
            return [
                finding(source, Edit(10, 12, ""), code="TFM001"),
                finding(source, Edit(16, 17, ""), code="TFM002"),
            ]

        fixed = fix(source_of("if a:\n    b\n    c\n"), check, SAFE)
        assert len(fixed.applied) == 1

    def test_a_text_that_does_not_parse_is_left_alone(self) -> None:
        fixed = fix(source_of("x = (\n"), replacing("x", "y"), SAFE)
        assert fixed.source.text == "x = (\n"
        assert "does not parse" in fixed.notes[0]

    def test_what_did_not_compile_before_need_not_after(self) -> None:
        fixed = fix(source_of("return x\n"), replacing("x", "y"), SAFE)
        assert fixed.source.text == "return y\n"

    def test_warnings_of_the_parser_stay_away(self, recwarn: pytest.WarningsRecorder) -> None:
        fixed = fix(source_of("x = '\\d' is 1\n"), replacing("x", "y"), SAFE)
        assert fixed.source.text.startswith("y")
        assert not recwarn.list

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_comments_are_told_from_strings_whatever_the_newlines(self, newline: str) -> None:
        text = newline.join(["x = '# no'", "\x0cy = 1  # yes", ""])
        fixed = fix(source_of(text), replacing("# no", ""), SAFE)
        assert fixed.source.text == text.replace("# no", "")
        assert fix(source_of(text), replacing("# yes", ""), SAFE).source.text == text


class TestDiff:
    def test_unified(self) -> None:
        assert diff("a.py", "x\ny\n", "x\nz\n") == "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n x\n-y\n+z\n"

    def test_nothing_changed(self) -> None:
        assert diff("a.py", "x\n", "x\n") == ""

    def test_no_final_newline(self) -> None:
        assert diff("a.py", "x", "x\n") == (
            "--- a.py\n+++ a.py\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n"
        )

    def test_unusual_lines_stay_whole(self) -> None:
        text = diff("a b.py", "x\x0c\x85\u2028\r\ny\r\n", "x\x0c\x85\u2028\r\nz\r\n")
        assert text.split("\n")[:2] == ["--- a b.py\t", "+++ a b.py\t"]
        assert text.endswith(" x\x0c\x85\u2028\r\n-y\r\n+z\r\n")

    @pytest.mark.skipif(not shutil.which("patch"), reason="needs patch")
    @pytest.mark.parametrize(
        ("old", "new"), [("a\nb\nc", "a\nB\nc"), ("a\r\nb\r\n", "a\r\nB\r\nc\r\n"), ("", "a"), ("a", "")]
    )
    def test_patch_takes_it(self, tmp_path: Path, old: str, new: str) -> None:
        path = tmp_path / "some file.py"
        path.write_bytes(old.encode())
        change = diff(path.name, old, new).encode()
        subprocess.run(["patch", "-p0", "--binary", "--quiet"], input=change, cwd=tmp_path, check=True)
        assert (path.read_bytes() if path.exists() else b"") == new.encode()


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "module.py"
    path.write_bytes(OLD)
    yield path
    assert [item.name for item in tmp_path.iterdir() if item.name.endswith(".tmp")] == []


class TestWrite:
    def test_replaces_the_content(self, path: Path) -> None:
        write(path, OLD, NEW)
        assert path.read_bytes() == NEW
        assert [item.name for item in path.parent.iterdir()] == ["module.py"]

    def test_keeps_the_mode_and_renews_the_time(self, path: Path) -> None:
        path.chmod(0o750)
        os.utime(path, (1, 1))
        write(path, OLD, NEW)
        assert stat.S_IMODE(path.stat().st_mode) == 0o750
        assert path.stat().st_mtime > 1

    @pytest.mark.skipif(not hasattr(os, "setxattr"), reason="needs extended attributes")
    def test_keeps_extended_attributes(self, path: Path) -> None:
        try:
            os.setxattr(path, "user.kept", b"yes")
        except OSError:
            pytest.skip("the file system has no extended attributes")
        write(path, OLD, NEW)
        assert os.getxattr(path, "user.kept") == b"yes"

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the superuser")
    def test_keeps_the_owner(self, path: Path) -> None:
        os.chown(path, 12345, 54321)
        path.chmod(0o4755)
        write(path, OLD, NEW)
        status = path.stat()
        assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 54321, 0o4755)

    def test_writes_through_symbolic_links(self, path: Path, tmp_path: Path) -> None:
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        link = folder / "link.py"
        link.symlink_to(Path("..") / "module.py")
        second = tmp_path / "second.py"
        second.symlink_to(link)
        write(second, OLD, NEW)
        assert path.read_bytes() == NEW
        assert link.is_symlink()
        assert second.is_symlink()
        assert list(folder.iterdir()) == [link]

    def test_refuses_a_file_that_changed(self, path: Path) -> None:
        with pytest.raises(WriteError) as caught:
            write(path, b"older\n", NEW)
        assert path.read_bytes() == OLD
        assert str(caught.value) == f"{path}: changed while it was being fixed; left as it is"

    def test_refuses_a_file_that_changes_at_the_last_moment(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fsync = os.fsync

        def interfere(handle: int) -> None:
            fsync(handle)
            path.write_bytes(b"edited\n")

        monkeypatch.setattr(os, "fsync", interfere)
        with pytest.raises(WriteError, match="changed while"):
            write(path, OLD, NEW)
        assert path.read_bytes() == b"edited\n"

    def test_refuses_a_read_only_file(self, path: Path) -> None:
        path.chmod(0o444)
        with pytest.raises(WriteError, match=r"module\.py: is read-only$"):
            write(path, OLD, NEW)
        assert path.read_bytes() == OLD
        path.chmod(0o644)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a common user")
    def test_refuses_a_read_only_folder(self, path: Path) -> None:
        path.parent.chmod(0o555)
        try:
            with pytest.raises(WriteError, match="cannot be written: permission denied"):
                write(path, OLD, NEW)
        finally:
            path.parent.chmod(0o755)
        assert path.read_bytes() == OLD

    def test_refuses_what_is_no_file(self, path: Path, tmp_path: Path) -> None:
        with pytest.raises(WriteError, match="is not a regular file"):
            write(tmp_path, OLD, NEW)
        with pytest.raises(WriteError, match="cannot be written: no such file or directory"):
            write(tmp_path / "missing.py", OLD, NEW)
        assert not (tmp_path / "missing.py").exists()

    def test_an_error_keeps_its_cause(self, tmp_path: Path) -> None:
        with pytest.raises(WriteError) as caught:
            write(tmp_path / "missing.py", OLD, NEW)
        assert isinstance(caught.value.__cause__, FileNotFoundError)
        assert caught.value.path == tmp_path / "missing.py"


# The calls of ``write`` that reach the system before the file is replaced, by where they are looked up.
STEPS: list[tuple[Any, str]] = [
    (os.path, "realpath"),
    (Path, "stat"),
    (os, "access"),
    (Path, "read_bytes"),
    (os, "open"),
    (os, "chown"),
    (shutil, "copystat"),
    (os, "utime"),
    (os, "fsync"),
    (os, "replace"),
]
FULL = OSError(28, "No space left on device")


def lines_of_write(event: Callable[[int], None]) -> Callable[..., Any]:
    """A trace function that counts the lines run while ``write`` is."""
    count = 0

    def trace(frame: FrameType, kind: str, argument: object) -> Any:
        nonlocal count
        if kind == "call" and frame.f_code.co_filename not in TRACED:
            return None
        if kind == "line":
            count += 1
            event(count)
        return trace

    return trace


TRACED = {fixing.__file__, shutil.__file__, pathlib.__file__}


class TestInterruption:
    """Whatever fails, and whenever: the file holds all of one version, and nothing is left beside it."""

    @pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["error", "interrupt"])
    @pytest.mark.parametrize("step", STEPS, ids=lambda step: step[1])
    def test_a_step_fails(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str], error: BaseException
    ) -> None:
        def fail(*args: object, **kwargs: object) -> None:
            raise error

        if step[1] == "chown":
            pretend_another_owner(monkeypatch)
        with monkeypatch.context() as patch:
            patch.setattr(*step, fail)
            with pytest.raises((WriteError, KeyboardInterrupt)):
                write(path, OLD, NEW)
        assert path.read_bytes() == OLD
        assert [item.name for item in path.parent.iterdir()] == ["module.py"]

    @pytest.mark.parametrize(
        "step", [step for step in STEPS if step[1] != "replace"], ids=lambda step: step[1]
    )
    def test_an_interruption_comes_once_a_step_is_done(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str]
    ) -> None:
        original = getattr(*step)

        def interrupt(*args: Any, **kwargs: Any) -> None:
            original(*args, **kwargs)
            raise KeyboardInterrupt

        if step[1] == "chown":
            pretend_another_owner(monkeypatch)
            original = print
        with monkeypatch.context() as patch:
            patch.setattr(*step, interrupt)
            with pytest.raises(KeyboardInterrupt):
                write(path, OLD, NEW)
        assert path.read_bytes() == OLD
        assert [item.name for item in path.parent.iterdir()] == ["module.py"]

    @pytest.mark.parametrize("call", ["write", "flush", "fileno", "__exit__"])
    def test_the_disk_is_full(self, path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
        class Full(io.FileIO):
            pass

        def fail(self: Full, *args: object) -> None:
            delattr(Full, call)
            self.close()
            raise FULL

        setattr(Full, call, fail)
        monkeypatch.setattr(
            fixing, "open", lambda name, mode, opener: Full(name, mode, opener=opener), raising=False
        )
        with pytest.raises(WriteError, match="cannot be written: no space left on device"):
            write(path, OLD, NEW)
        assert path.read_bytes() == OLD

    def test_a_folder_that_cannot_be_synchronised_does_no_harm(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        system_open = os.open

        def refuse(name: Any, flags: int, mode: int = 0o777) -> int:
            if Path(name) == path.parent:
                raise PermissionError(13, "Permission denied")
            return system_open(name, flags, mode)

        monkeypatch.setattr(os, "open", refuse)
        write(path, OLD, NEW)
        assert path.read_bytes() == NEW

    def test_an_interruption_at_any_line(self, path: Path) -> None:
        """Control-C raises at each line of ``write`` in turn, until it is through before that."""
        outcomes = []
        for last in range(1, 2000):
            path.write_bytes(OLD)

            def interrupt(line: int, last: int = last) -> None:
                if line == last:
                    sys.settrace(None)
                    raise KeyboardInterrupt

            before = sys.gettrace()
            sys.settrace(lines_of_write(interrupt))
            try:
                write(path, OLD, NEW)
                break
            except KeyboardInterrupt:
                outcomes.append(path.read_bytes())
            finally:
                sys.settrace(before)
            assert [item.name for item in path.parent.iterdir()] == ["module.py"], last
        assert set(outcomes) == {OLD, NEW}
        assert outcomes == sorted(outcomes, key=[OLD, NEW].index), "the change comes in one step"
        assert len(outcomes) > 50

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
    def test_the_process_is_killed_at_any_line(self, tmp_path: Path) -> None:
        path = tmp_path / "module.py"
        outcomes = []
        for last in range(1, 2000):
            path.write_bytes(OLD)
            child = os.fork()
            if not child:
                sys.settrace(lines_of_write(lambda line, last=last: os._exit(9) if line == last else None))
                write(path, OLD, NEW)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if os.waitstatus_to_exitcode(status) == 0:
                break
            assert os.waitstatus_to_exitcode(status) == 9
            outcomes.append(path.read_bytes())
        assert set(outcomes) == {OLD, NEW}
        assert outcomes == sorted(outcomes, key=[OLD, NEW].index)
        left = [item for item in tmp_path.iterdir() if item != path]
        assert all(re.fullmatch(r"\.tflint-mem-\w+\.tmp", item.name) for item in left)


def pretend_another_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes temporary files seem to belong to somebody else than the files they replace."""
    original = Path.stat

    def changed(self: Path, **kwargs: Any) -> os.stat_result:
        result = original(self, **kwargs)
        return (
            os.stat_result((*result[:4], result.st_uid + 1, *result[5:10]))
            if self.suffix == ".tmp"
            else result
        )

    monkeypatch.setattr(Path, "stat", changed)
