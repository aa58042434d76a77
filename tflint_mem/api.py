"""What a rule imports: ``from tflint_mem.api import ...`` and nothing else of the engine."""

from tflint_mem.rule import (
    FIX_COLUMNS,
    Applicability,
    Edit,
    Extracted,
    Finding,
    Fix,
    Impact,
    Meta,
    Position,
    Related,
    Rule,
    Suspect,
)
from tflint_mem.semantic.values import Kind

__all__ = [
    "FIX_COLUMNS",
    "Applicability",
    "Edit",
    "Extracted",
    "Finding",
    "Fix",
    "Impact",
    "Kind",
    "Meta",
    "Position",
    "Related",
    "Rule",
    "Suspect",
]
