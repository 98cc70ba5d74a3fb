"""The log: JSON lines in the workspace, ids and counts only.

The last processor masks digits in every value, so that a slip elsewhere does not become a second leak.
"""

from __future__ import annotations

import logging
import logging.handlers
from typing import TYPE_CHECKING, Any

import structlog

from inspection.masking import mask_digits

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path


def _mask(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {
        key: mask_digits(value) if isinstance(value, str) and key != "timestamp" else value
        for key, value in event.items()
    }


def start(folder: Path, *, level: str = "INFO") -> None:
    """Write the log to ``folder/mijian.log`` (rotated at 20 MB, five kept).

    Raises:
        OSError: the folder is not writable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "mijian.log", maxBytes=20_000_000, backupCount=5, encoding="utf-8"
    )
    chain: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Traces are reduced to type and position: an exception's message may quote the bytes that caused it.
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*chain, _drop_message],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _position_only,
                _mask,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    # Of the libraries only what went wrong: their news are about documents.
    for name in ("weasyprint", "fontTools", "scrapy", "asyncio", "aiohttp", "pikepdf", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a log that cannot be written must not print what it was given
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old, logging.handlers.RotatingFileHandler):
            root.removeHandler(old)
            old.close()
    root.addHandler(handler)
    root.setLevel(level)
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _drop_message(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A foreign library's message may quote URLs and bytes: keep its template, drop its arguments."""
    record = event.get("_record")
    if record is not None:
        event["event"] = str(record.msg)[:120] if record.args else "library message withheld"
        event["where"] = f"{record.module}:{record.lineno}"
    return event


def _position_only(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    info = event.pop("exc_info", None)
    if info and isinstance(info, tuple) and info[1] is not None:
        trace = info[2]
        frames = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error"] = type(info[1]).__name__
        event["trace"] = frames[-8:]
    event.pop("exception", None)
    return event
