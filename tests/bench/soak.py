"""What is left after hours of use, in minutes: ``python -m tests.bench.soak [REQUESTS]`` prints one table.

Questions, follow-ups, uploads, cancelled runs and clients that leave, mixed, against the application as a
process of its own; memory, open files, threads and temporary files at the start, in the middle and at the
end. What grows from the middle to the end is what would grow for ever.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

sys.path[:0] = [str(Path(__file__).parents[1])]

from gold.questions import TODAY, gold  # noqa: E402
from serving import Application, start_application  # noqa: E402

REQUESTS = 2_000
_AT_ONCE = 4
_SETTLES = 8.0  # seconds


def held(application: Application, folder: Path) -> dict[str, float]:
    """What a server holds now."""
    process = psutil.Process(application.process.pid)
    return {
        "memory, MB": process.memory_info().rss / 2**20,
        "open files": process.num_fds(),
        "threads": process.num_threads(),
        "processes": 1 + len(process.children(recursive=True)),
        "temporary files": sum(1 for path in folder.rglob("*") if path.is_file()),
    }


def use(address: str, questions: list[str], count: int, seed: int) -> int:
    """Sends ``count`` requests as one visitor after the other. Returns how many were answered with 5xx."""
    pick, wrong = random.Random(seed), 0
    for number in range(count):
        headers = {"X-Forwarded-For": f"203.0.{seed}.{number % 250}"}
        with httpx.Client(base_url=address, headers=headers, timeout=60) as visitor:
            asked = {"message": pick.choice(questions)}
            match pick.randrange(10):
                case 0:
                    rows = "\n".join(f"{pick.choice('abc')},{pick.randrange(100)}" for _ in range(50))
                    sent = {"file": ("sales.csv", f"kind,amount\n{rows}\n")}
                    said = visitor.post("/workflow/uploads", files=sent)
                    if said.status_code == 201:
                        key = said.json()["upload"]
                        about = {"message": "total amount by kind", "upload": key}
                        visitor.post("/workflow/query-sync", json=about)
                        visitor.delete(f"/workflow/uploads/{key}")
                case 1:  # leaves after the first words
                    with visitor.stream("POST", "/workflow/query", json=asked) as said:
                        next(said.iter_lines())
                case 2:  # sends something that is no request of ours
                    said = visitor.post("/workflow/query-sync", content=pick.randbytes(200))
                case 3:  # stops what it began
                    with visitor.stream("POST", "/workflow/query", json=asked) as said:
                        first = next(line for line in said.iter_lines() if line.startswith("data: {"))
                        visitor.post(f"/workflow/runs/{first.split('run_id')[1][3:35]}/cancel")
                case _:
                    said = visitor.post("/workflow/query-sync", json=asked)
            wrong += said.status_code >= 500 and said.status_code != 503
    return wrong


def main(requests: int) -> None:
    questions = [line.question for line in gold()]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder
        limits = {"today": TODAY, "trusted_proxies": "127.0.0.1", "runs_kept": 50, "uploads_per_minute": 0}
        with start_application(**limits) as application:
            application.wait_until_ready()
            rows = [held(application, Path(folder))]
            wrong: list[int] = []
            for half in range(2):
                using = [
                    threading.Thread(
                        target=lambda seed=seed: wrong.append(
                            use(application.address, questions, requests // 2 // _AT_ONCE, seed)
                        )
                    )
                    for seed in range(half * _AT_ONCE, (half + 1) * _AT_ONCE)
                ]
                for thread in using:
                    thread.start()
                for thread in using:
                    thread.join()
                time.sleep(_SETTLES)
                rows.append(held(application, Path(folder)))
    print(f"{requests:,} requests, {sum(wrong)} answered with a fault\n")
    print(
        "| What | At the start | In the middle | At the end | End / middle |\n| --- | --- | --- | --- | --- |"
    )
    for name in rows[0]:
        start, middle, end = (row[name] for row in rows)
        ratio = f"{end / middle:.2f}" if middle else "–"
        print(f"| {name} | {start:.0f} | {middle:.0f} | {end:.0f} | {ratio} |")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS)
