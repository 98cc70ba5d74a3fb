"""The tables. Natural keys are unique, so that writing the same thing twice changes nothing.

Surrogate keys are shown as R-000007 and F-000123. Addresses are keyed by 16 bytes of a keyed hash (``Ledger.address``):
an address may hold a personal number, and a plain hash of a masked one is guessed in a second. No JSON where anything is
queried; enumerations as their words.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from inspection.errors import Reason
from inspection.model import Stage
from ledger.base import Kind, Mode, RunState, Status
from ledger.columns import Hex, Key, Moment, Prose, Word

# Names by rule, so that a later migration can name what it changes.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _count(name: str, *, wide: bool = False) -> Column[int]:
    return Column(name, BigInteger if wide else Integer, nullable=False, server_default=text("0"))


meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

# As Alembic makes it; here, so that a new ledger needs no Alembic (its import takes 1.5 s).
version = Table("alembic_version", metadata, Column("version_num", String(32), nullable=False))

agency = Table(
    "agency",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", String(40), unique=True),
    Column("name", Prose(200), nullable=False),
    Column("district", Prose(100), nullable=False),
    Column("parent_id", Key, ForeignKey("agency.id")),
    UniqueConstraint("name", "district"),
)

site = Table(
    "site",
    metadata,
    Column("id", Key, primary_key=True),
    Column("start_url", Prose(2000), nullable=False, unique=True),
    Column("name", Prose(200), nullable=False),
    Column("agency_id", Key, ForeignKey("agency.id")),
    Column("district", Prose(100), nullable=False),
    Column("code", String(40), nullable=False, index=True),
    Column("extra_hosts", JSON, nullable=False),
    Column("allow_private", Boolean, nullable=False, server_default=false()),
    Column("allowed_by", Prose(100)),
    Column("allowed_at", Moment),
    Column("delay", Float),
    Column("concurrency", Integer),
    Column("max_pages", Integer),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site_id", Key, ForeignKey("site.id"), nullable=False, index=True),
    Column("mode", Word(Mode), nullable=False),
    Column("state", Word(RunState), nullable=False),
    Column("tool_version", String(40), nullable=False),
    Column("rules_version", String(100), nullable=False),
    Column("settings", JSON, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("error", Prose(500), nullable=False, server_default=""),
    # Kept for speed: the sums while it goes on, findings and failures when it ends.
    _count("pages"),
    _count("attachments"),
    _count("redirects"),
    _count("unchanged"),
    _count("documents"),
    _count("passages"),
    _count("bytes", wide=True),
    _count("failures"),
    _count("urgent"),
    _count("serious"),
    _count("attention"),
    _count("general"),
    _count("none"),
    _count("suppressed"),
)

page = Table(
    "page",
    metadata,
    Column("site_id", Key, ForeignKey("site.id"), primary_key=True),
    Column("address", LargeBinary(16), primary_key=True),
    Column("url", Prose(8192), nullable=False),
    Column("sealed", LargeBinary),
    Column("found_on", Prose(8192), nullable=False),
    Column("kind", Word(Kind), nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("digest", Hex, nullable=False),
    Column("etag", Prose(256), nullable=False),
    Column("last_modified", Prose(64), nullable=False),
    Column("title", Prose(300), nullable=False),
    Column("name", Prose(300), nullable=False),
    Column("depth", Integer, nullable=False),
    Column(
        "rules", String(100), nullable=False
    ),  # what this answer was judged under at this address; empty: judge again
    Column("reader", String(40), nullable=False),  # of its documents
    Column("first_run", Key, nullable=False),
    Column("last_run", Key, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

capture = Table(
    "capture",
    metadata,
    Column("site_id", Key, ForeignKey("site.id"), primary_key=True),
    Column("address", LargeBinary(16), primary_key=True),
    Column("run_id", Key, ForeignKey("run.id"), primary_key=True),
    Column("digest", Hex, nullable=False),
    Column("sm3", Hex, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("found_on", Prose(8192), nullable=False),
    Column("headers", JSON, nullable=False),
    Column("server", Prose(100), nullable=False),
    Column("truncated", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

blob = Table(
    "blob",
    metadata,
    Column("digest", Hex, primary_key=True),
    Column("kind", String(10), nullable=False),  # body, text: they are kept for different times
    Column("segment", String(80), nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("length", Integer, nullable=False),
    Column("purged_at", Moment),
    sqlite_with_rowid=False,
)

document = Table(
    "document",
    metadata,
    Column("digest", Hex, primary_key=True),  # of the capture
    Column("reader", String(40), primary_key=True),
    Column("ordinal", Integer, primary_key=True),  # 0 is the capture itself; masked paths of members may coincide
    Column("path", Prose(4000), nullable=False),  # inside the capture: its own name differs from address to address
    Column("format", Prose(40), nullable=False),
    Column("content", Hex, nullable=False),  # digest of the bytes read
    Column("title", Prose(300), nullable=False),
    Column("passages", Integer, nullable=False),
    Column("characters", BigInteger, nullable=False),
    Column("text_digest", Hex),
    sqlite_with_rowid=False,
)

# By site, since a finding's identity holds the site: what another site's run judged says nothing about this one's findings.
checked = Table(
    "checked",
    metadata,
    Column("site_id", Key, ForeignKey("site.id"), primary_key=True),
    Column("digest", Hex, primary_key=True),
    Column("rules", String(100), primary_key=True),
    sqlite_with_rowid=False,
)

finding = Table(
    "finding",
    metadata,
    Column("id", Key, primary_key=True),
    Column("site_id", Key, ForeignKey("site.id"), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("rule", String(80), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("category", Prose(80), nullable=False),
    Column("name", Prose(120), nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("score", SmallInteger, nullable=False),
    Column("level", String(4)),
    Column("evidence", JSON, nullable=False),
    Column("suppressed", Prose(500)),
    Column("rules", String(100), nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("first_run", Key, nullable=False),
    Column("last_run", Key, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    UniqueConstraint("site_id", "subject", "rule"),
)

# One row for each unbroken stretch of runs in which it was seen there: what vanished and came back has two.
sighting = Table(
    "sighting",
    metadata,
    Column("id", Key, primary_key=True),
    Column("finding_id", Key, ForeignKey("finding.id"), nullable=False),
    Column("site_id", Key, nullable=False),
    Column("address", LargeBinary(16), nullable=False),
    Column("digest", Hex, nullable=False),  # of the capture
    Column("spot", LargeBinary(16), nullable=False),  # stands for path and place
    Column("path", Prose(4000), nullable=False),
    Column("place", Prose(500), nullable=False),
    Column("excerpt", Prose(500), nullable=False),
    Column("rules", String(100), nullable=False),
    Column("first_run", Key, nullable=False),
    Column("last_run", Key, nullable=False),
    UniqueConstraint("finding_id", "address", "digest", "spot", "first_run"),
    Index(None, "site_id", "address"),
    Index(None, "site_id", "digest"),
    Index(None, "site_id", "last_run"),
)

failure = Table(
    "failure",
    metadata,
    Column("run_id", Key, ForeignKey("run.id"), primary_key=True),
    Column("address", LargeBinary(16), primary_key=True),
    Column("stage", Word(Stage), primary_key=True),
    Column("spot", LargeBinary(16), primary_key=True),
    Column("site_id", Key, nullable=False),
    Column("digest", Hex),  # of the capture it stands in; with the rules, it says the same of these bytes elsewhere
    Column("rules", String(100), nullable=False),
    Column("url", Prose(8192), nullable=False),
    Column("found_on", Prose(8192), nullable=False),
    Column("path", Prose(4000), nullable=False),
    Column("reason", Word(Reason), nullable=False),
    Column("detail", Prose(300), nullable=False),
    Column("permanent", Boolean, nullable=False),
    Column("failed_at", Moment, nullable=False),
    Index(None, "site_id", "digest"),
    sqlite_with_rowid=False,
)

transition = Table(
    "transition",
    metadata,
    Column("sequence", Key, primary_key=True, autoincrement=False),
    Column("subject", String(40), nullable=False, index=True),  # F-000123
    Column("at", Moment, nullable=False),
    Column("who", Prose(100), nullable=False),
    Column("old", Word(Status)),
    Column("new", Word(Status), nullable=False),
    Column("reason", Prose(1000), nullable=False),
    Column("hash", Hex, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(10), nullable=False),  # page, finding
    Column("key", String(80), nullable=False),
    Column("site_id", Key, nullable=False, index=True),
    Column("op", String(10), nullable=False),  # put, delete
    Column(
        "token", String(160), nullable=False
    ),  # what the entry was made of; an older one is not acknowledged for a newer
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("error", Prose(300)),
    Column("aside", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("kind", "key"),
)
