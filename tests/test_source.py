"""Bytes to text and back, and places in it."""

from __future__ import annotations

import ast
import codecs
import pickle
import tokenize
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_mem.rule import Position
from tflint_mem.source import Source, SourceError, decode, name_of, read

PATH = Path("/project/model.py")


def decoded(data: bytes) -> Source:
    return decode(data, PATH, "model.py")


def source(text: str) -> Source:
    return Source(PATH, "model.py", text)


def failure(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        decoded(data)
    return caught.value


# Encodings


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"", "utf-8", ""),
        (b"x = 1", "utf-8", "x = 1"),
        ("é = 1\n".encode(), "utf-8", "é = 1\n"),
        ("# coding: latin-1\né\n".encode("latin-1"), "iso8859-1", "# coding: latin-1\né\n"),
        ("# -*- coding: ISO-8859-15 -*-\n€\n".encode("iso-8859-15"), "iso8859-15", None),
        ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n€\n".encode("cp1252"), "cp1252", None),
        ("\n# coding: cp1252\n€\n".encode("cp1252"), "cp1252", None),
        ("\f \t# coding: cp1252\n€\n".encode("cp1252"), "cp1252", None),
        ("# one\r# coding: cp1252\r€\r".encode("cp1252"), "cp1252", None),
        ("# one\r\n# coding: cp1252\r\n€\r\n".encode("cp1252"), "cp1252", None),
        ("# coding: utf8\né\n".encode(), "utf-8", None),
        ("# coding: utf-8-sig\né\n".encode(), "utf-8", None),
        ("# coding: UTF_8-unix\né\n".encode(), "utf-8", None),
        ("# coding: shift_jis\nモデル\n".encode("shift_jis"), "shift_jis", None),
    ],
)
def test_decodes_as_declared(data: bytes, encoding: str, text: str | None) -> None:
    result = decoded(data)
    assert result.encoding == encoding
    assert text is None or result.text == text
    assert result.encode(result.text) == data


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n# coding: latin-1\n",
        b"# one\n# two\n# coding: latin-1\n",
        b"x = 1  # coding: latin-1\n",
        b"'''\n# coding: latin-1'''\n",
        b"# encodings: latin-1\n",
    ],
)
def test_a_cookie_elsewhere_declares_nothing(data: bytes) -> None:
    assert decoded(data).encoding == "utf-8"


@given(st.lists(st.sampled_from([b"# coding: latin-1", b"#", b" ", b"x", b"\f", b"\n", b"# coding:utf-8"])))
def test_finds_the_cookie_that_tokenize_finds(parts: list[bytes]) -> None:
    data = b"".join(parts)
    try:
        expected = tokenize.detect_encoding(BytesIO(data).readline)[0]
    except SyntaxError:
        assert "unknown encoding" in failure(data).message
        return
    assert codecs.lookup(decoded(data).encoding) == codecs.lookup(expected)


def test_the_byte_order_mark_is_kept_apart() -> None:
    data = codecs.BOM_UTF8 + "é = 1\r\n".encode()
    result = decoded(data)
    assert (result.bom, result.text) == (True, "é = 1\r\n")
    assert result.encode(result.text) == data
    assert result.replaced("x\n").encode("x\n") == codecs.BOM_UTF8 + b"x\n"


@pytest.mark.parametrize("cookie", ["utf-8", "utf8", "utf-8-sig", "utf_8_sig"])
def test_a_byte_order_mark_agrees_with_utf_8(cookie: str) -> None:
    assert decoded(codecs.BOM_UTF8 + f"# coding: {cookie}\n".encode()).encoding == "utf-8"


def test_a_byte_order_mark_contradicts_other_encodings() -> None:
    error = failure(codecs.BOM_UTF8 + b"# coding: latin-1\n")
    assert error.message == "the file declares latin-1 but starts with a UTF-8 byte order mark"
    assert error.position == Position(1, 11)


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (b"#\n# coding: utf-9\n", "unknown encoding 'utf-9'", Position(2, 11)),
        (b"# coding: hex\n", "unknown encoding 'hex'", Position(1, 11)),
        (b"# coding: undefined\n", "unknown encoding 'undefined'", Position(1, 11)),
        (b"# coding: utf-16\n", "Python source cannot be encoded as utf-16", Position(1, 11)),
        (b"# coding: cp037\n", "Python source cannot be encoded as cp037", Position(1, 11)),
        (b"x = 1\ny = '\0'\n", "the file contains a NUL character", Position(2, 6)),
        (b"# coding: ascii\nx = '\xe9'\n", "byte 0xe9 is not valid ascii", Position(2, 6)),
        (
            "x = 'ü' + '".encode() + b"\xe9'\r\n",
            "byte 0xe9 is not valid utf-8; it needs an encoding declaration such as '# -*- coding: latin-1 -*-'",  # noqa: E501
            Position(1, 12),
        ),
        (
            "x = 1\n".encode("utf-16"),
            "the file is UTF-16, which Python does not read; save it as UTF-8",
            Position(1, 1),
        ),
    ],
)
def test_says_what_is_wrong_and_where(data: bytes, message: str, place: Position) -> None:
    error = failure(data)
    assert (error.path, error.message, error.position) == (PATH, message, place)
    assert str(error) == f"{PATH}:{place.row}:{place.column}: {message}"


@given(st.binary(max_size=60))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        result = decoded(data)
    except SourceError:
        return
    assert result.encode(result.text) == data


def test_errors_travel_between_processes() -> None:
    error = failure(b"\0")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.path, copy.message, copy.position) == (error.path, error.message, error.position)


def test_refuses_characters_that_the_encoding_lacks() -> None:
    latin = decoded(b"# coding: latin-1\n")
    with pytest.raises(SourceError, match="cannot be written in the file's encoding iso8859-1") as caught:
        latin.encode("# coding: latin-1\nx = '€'\n")
    assert caught.value.position == Position(2, 6)


# Files


def test_reads_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_bytes(b"x = 1\r\n")
    for given_path in (Path("train.py"), tmp_path / "train.py"):
        result = read(given_path)
        assert (result.path, result.name, result.text) == (tmp_path / "train.py", "train.py", "x = 1\r\n")
    assert read(Path("train.py"), "as-named.py").name == "as-named.py"


def test_names_are_relative_only_below_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert name_of(inner / "a" / "b.py") == str(Path("a/b.py"))
    assert name_of(tmp_path / "c.py") == str(tmp_path / "c.py")
    assert name_of(Path("../c.py")) == str(Path("../c.py"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or directory"):
        read(tmp_path / "none.py")
    with pytest.raises(SourceError) as caught:
        read(tmp_path)
    assert caught.value.position is None


# Places


def test_only_newlines_end_lines() -> None:
    text = "a\fb\n\x0bc\x1c\x85\u2028d\r\ne\rf"
    result = source(text)
    assert [result.line(row) for row in range(1, result.rows + 1)] == [
        "a\fb",
        "\x0bc\x1c\x85\u2028d",
        "e",
        "f",
    ]
    assert (result.line(0), result.line(5)) == ("", "")


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("x", "\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\rb\rc\r\n", "\r"),
        ("a\nb\r\n", "\n"),
        ("\r\n\r", "\r\n"),
    ],
)
def test_the_newline_is_that_of_most_lines(text: str, newline: str) -> None:
    assert source(text).newline == newline


texts = st.text(st.sampled_from("ab é𝄞\n\r\t\f\x0b\x85\u2028"), max_size=40)


@given(texts)
def test_offset_is_the_inverse_of_position(text: str) -> None:
    result = source(text)
    for offset in range(len(text) + 1):
        inside_crlf = text[offset - 1 : offset + 1] == "\r\n" and offset > 0
        place = result.position(offset)
        assert result.offset(place.row, place.column) == offset - inside_crlf


@given(texts)
def test_positions_count_as_lines_read_with_universal_newlines(text: str) -> None:
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    result = source(text)
    assert [result.line(row) for row in range(1, result.rows + 1)] == expected


def test_places_outside_the_text_are_clipped() -> None:
    result = source("ab\r\ncd")
    assert result.position(-5) == Position(1, 1)
    assert result.position(99) == Position(2, 3)
    assert result.offset(0, 5) == 0
    assert result.offset(1, 99) == 2
    assert result.offset(2, 0) == 4
    assert result.offset(9, 1) == 6


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("data_prefix", [b"", codecs.BOM_UTF8])
def test_ast_offsets_select_the_node(newline: str, data_prefix: bytes) -> None:
    lines = ["'é'; f(x)", "\fg('𝄞',", "  '\x0b\u2028ü', h(ä))", "if x:", "\tk(z)"]
    text = newline.join(lines)
    result = decoded(data_prefix + text.encode())
    calls = [node for node in ast.walk(ast.parse(result.text)) if isinstance(node, ast.Call)]
    found = {
        result.text[
            result.ast_offset(call.lineno, call.col_offset) : result.ast_offset(
                call.end_lineno or 0, call.end_col_offset or 0
            )
        ]
        for call in calls
    }
    assert found == {"f(x)", f"g('𝄞',{newline}  '\x0b\u2028ü', h(ä))", "h(ä)", "k(z)"}


def test_line_tables_are_made_on_demand() -> None:
    result = decoded(b"x\n")
    assert "_starts" not in vars(result)
    assert result.position(0) == Position(1, 1)
    assert "_starts" not in vars(result.replaced("y\n"))
