"""The built-in rules, one a file; installed as ``tflint_mem.rules``."""
