"""Plain data as the YAML of a model file."""

from __future__ import annotations

import re
from typing import Any

import yaml

# Cube renders a file with any of these through Jinja before it reads the YAML.
_TEMPLATE_MARKS = re.compile(r"{[{%#]|[}%#]}")
_OPEN, _CLOSE = "\ue000", "\ue001"  # stand for braces while the text is made


class _Dumper(yaml.SafeDumper):
    """Writes the braces of names that look like a template as escapes, which only YAML reads."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if not _TEMPLATE_MARKS.search(text):
        return dumper.represent_str(text)
    hidden = text.replace("{", _OPEN).replace("}", _CLOSE)
    return dumper.represent_scalar("tag:yaml.org,2002:str", hidden, style='"')


_Dumper.add_representer(str, _text)


def as_yaml(data: Any) -> str:
    """``data`` as YAML that Cube and this application read alike."""
    # Lines are not wrapped: a fold could stand between the two signs of a template mark.
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return text.replace(_OPEN, r"\x7b").replace(_CLOSE, r"\x7d")
