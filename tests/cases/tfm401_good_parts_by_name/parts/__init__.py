"""Parts of pipelines."""
