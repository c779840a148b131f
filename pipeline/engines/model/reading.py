"""The YAML files of a model folder, as plain data that remembers which file it came from."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pipeline.errors import ModelError

# Cube renders a file with any of these through Jinja, which can run anything.
_TEMPLATE_MARKS = re.compile(r"{%|%}|{{|}}")


class Definition(NamedTuple):
    """One cube or view as its file states it."""

    kind: str
    name: str
    body: dict[str, Any]
    file: str


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 as Cube reads it: ``no`` and ``on`` are text, a key stands once."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_int(self, node: yaml.ScalarNode) -> int:
        return int(self.construct_scalar(node))  # "012" is twelve


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_int)
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def read_folder(folder: Path) -> list[Definition]:
    """Every cube and view of the ``.yml`` and ``.yaml`` files in ``folder`` and below it.

    Raises `ModelError` for a missing folder, one without YAML, or a file that is not a model.
    """
    if not folder.is_dir():
        raise ModelError(f"The model folder {folder} does not exist.", f"数据模型目录 {folder} 不存在。")
    files = sorted(p for p in folder.rglob("*") if p.suffix in {".yml", ".yaml"} and p.is_file())
    if not files:
        raise ModelError(
            f"The model folder {folder} holds no .yml or .yaml file.",
            f"数据模型目录 {folder} 中没有 .yml 或 .yaml 文件。",
        )
    definitions = [d for path in files for d in _read_file(path, path.relative_to(folder).as_posix())]
    if not definitions:
        raise ModelError(
            f"The model folder {folder} defines no cube and no view.",
            f"数据模型目录 {folder} 中没有定义任何 cube 或 view。",
        )
    first_file: dict[str, str] = {}
    for name, file in ((d.name, d.file) for d in definitions):
        if name in first_file:
            raise ModelError(
                f"{file}: {name} is already defined in {first_file[name]}.",
                f"{file}:{name} 已在 {first_file[name]} 中定义。",
            )
        first_file[name] = file
    return definitions


def _read_file(path: Path, file: str) -> Iterator[Definition]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{file}: cannot be read as UTF-8 text.", f"{file}：无法按 UTF-8 文本读取。"
        ) from error
    mark = _TEMPLATE_MARKS.search(text)
    if mark:
        line = text.count("\n", 0, mark.start()) + 1
        raise ModelError(
            f"{file}, line {line}: {mark[0]!r} is Jinja, which this engine does not run.",
            f"{file} 第 {line} 行：“{mark[0]}”是 Jinja 模板，此引擎不支持。",
        )
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a CSafeLoader
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        line = at.line + 1 if at else 1
        what = getattr(error, "problem", None) or "not YAML"
        raise ModelError(
            f"{file}, line {line}: the YAML is broken: {what}.",
            f"{file} 第 {line} 行：YAML 格式错误：{what}。",
        ) from error
    if data is None:
        return
    if not isinstance(data, dict):
        raise ModelError(f"{file}: a model file is a mapping.", f"{file}：模型文件的顶层必须是键值映射。")
    for key, kind in (("cubes", "cube"), ("views", "view")):
        entries = data.pop(key, None) or []
        if not isinstance(entries, list):
            raise ModelError(f"{file}: {key} is a list.", f"{file}:{key} 必须是列表。")
        for entry in entries:
            if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
                raise ModelError(f"{file}: a {kind} has no name.", f"{file}：有一个 {kind} 没有 name。")
            body = {k: v for k, v in entry.items() if k != "name"}
            yield Definition(kind, entry["name"], body, file)
    data.pop("view_groups", None)  # a grouping of views for people; no query reads it
    data.pop("reading", None)  # how files are read: pipeline.sources.decisions
    if data:
        key = str(next(iter(data)))
        raise ModelError(
            f"{file}: unexpected key {key!r}; a model file has cubes and views.",
            f"{file}：出现未知的键“{key}”；模型文件只能包含 cubes 和 views。",
        )
