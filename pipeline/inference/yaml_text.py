"""Plain data as the YAML of a model file."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

import yaml

# Cube renders a file with any of these through Jinja before it reads the YAML.
_TEMPLATE_MARKS = re.compile(r"{[{%#]|[}%#]}")
_NO_FOLD = 2**31 - 1  # characters of a line
_PRIVATE = range(0xE000, 0xF900)  # characters that Unicode gives no meaning


def as_yaml(data: Any) -> str:
    """``data`` as YAML that Cube and this application read alike: the braces of names that look like a
    template are written as escapes, which only YAML reads."""
    known = set(json.dumps(data, ensure_ascii=False))
    # they stand for braces while the text is made
    opening, closing = islice((c for c in map(chr, _PRIVATE) if c not in known), 2)

    class Dumper(yaml.CSafeDumper):
        """Hides braces."""

    def hidden(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
        if not _TEMPLATE_MARKS.search(text):
            style = "|" if "\n" in text else None  # a query is read line by line
            return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
        text = text.replace("{", opening).replace("}", closing)
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')

    Dumper.add_representer(str, hidden)
    # Lines are not wrapped: a fold could stand between the two signs of a template mark.
    text = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=_NO_FOLD)
    return text.replace(opening, r"\x7b").replace(closing, r"\x7d")
