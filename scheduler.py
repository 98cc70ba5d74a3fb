"""WHEN inspections happen: `python scheduler.py`, the same as `mijian schedule`.

The room stands; its work comes with the plans (bureau-wide schedules, missed runs, papers on time). Its promise:

- Plans live in the ledger; the scheduler mirrors them into APScheduler jobs and notices changes within seconds.
- A run is a row before it is work, and works in a child process: no crash reaches the scheduler.
- One scheduler at a time (a lease with a heartbeat); a second one waits and takes over.
- A missed run is recorded and caught up once, never silently dropped; runs of one site never overlap.

Until then inspections are started by `mijian inspect`, by hand or from cron: see README.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Say that plans are not there yet and what to use instead; exit code 2 (wrong use)."""
    sys.stderr.write("错误：本版本还没有检查计划。请用 cron 定时运行：mijian inspect --all --home 工作区\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
