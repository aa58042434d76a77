"""What a check found, and the formats it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tflint_mem.rule import Applicability, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_mem.source import Source


@dataclass(frozen=True)
class Outcome:
    """What a check found.

    Attributes:
        findings: what stands, sorted by file and place.
        sources: the text that the findings of a file point into, by the file's name; a file that could
            not be read has none.
        files: how many files were looked at.
        fixed: what ``--fix`` repaired, or ``--diff`` would.
        fixed_files: how many files that changed, or would.
        allowed: the fixes that the person trusts.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, Source]
    files: int = 0
    fixed: tuple[Finding, ...] = ()
    fixed_files: int = 0
    allowed: frozenset[Applicability] = field(default=frozenset({Applicability.SAFE}))

    def fixable(self, finding: Finding) -> bool:
        """Whether ``--fix`` would repair the finding with the trust given."""
        return finding.fix is not None and finding.fix.applicability in self.allowed
