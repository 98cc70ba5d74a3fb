"""The first tables: register, runs, pages, findings, failures, transitions, outbox.

Written out, not taken from ledger/tables.py: a migration stays what it was when the tables go on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def key() -> sa.types.TypeEngine[int]:
    """A key that SQLite counts up by itself."""
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")


def moment() -> sa.types.TypeEngine[Any]:
    """A time."""
    return sa.String(26).with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", key(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("parent_id", key(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["agency.id"], name="fk_agency_parent_id_agency"),
        sa.PrimaryKeyConstraint("id", name="pk_agency"),
        sa.UniqueConstraint("code", name="uq_agency_code"),
        sa.UniqueConstraint("name", "district", name="uq_agency_name_district"),
    )
    op.create_table(
        "blob",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("segment", sa.String(length=80), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("purged_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_blob"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("reader", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.Column("text_digest", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("digest", "reader", "ordinal", name="pk_document"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("site_id", key(), nullable=False),
        sa.Column("op", sa.String(length=10), nullable=False),
        sa.Column("token", sa.String(length=160), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("aside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("kind", "key", name="uq_outbox_kind_key"),
    )
    op.create_index("ix_outbox_site_id", "outbox", ["site_id"], unique=False)
    op.create_table(
        "transition",
        sa.Column("sequence", key(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("old", sa.String(20), nullable=True),
        sa.Column("new", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_transition"),
    )
    op.create_index("ix_transition_subject", "transition", ["subject"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", key(), nullable=False),
        sa.Column("start_url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency_id", key(), nullable=True),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("extra_hosts", sa.JSON(), nullable=False),
        sa.Column("allow_private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("allowed_by", sa.Text(), nullable=True),
        sa.Column("allowed_at", moment(), nullable=True),
        sa.Column("delay", sa.Float(), nullable=True),
        sa.Column("concurrency", sa.Integer(), nullable=True),
        sa.Column("max_pages", sa.Integer(), nullable=True),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_site_agency_id_agency"),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("start_url", name="uq_site_start_url"),
    )
    op.create_index("ix_site_code", "site", ["code"], unique=False)
    op.create_table(
        "checked",
        sa.Column("site_id", key(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("rules", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_checked_site_id_site"),
        sa.PrimaryKeyConstraint("site_id", "digest", "rules", name="pk_checked"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        sa.Column("id", key(), nullable=False),
        sa.Column("site_id", key(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.String(length=4), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("suppressed", sa.Text(), nullable=True),
        sa.Column("rules", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("status_at", moment(), nullable=False),
        sa.Column("first_run", key(), nullable=False),
        sa.Column("last_run", key(), nullable=False),
        sa.Column("first_seen", moment(), nullable=False),
        sa.Column("last_seen", moment(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_finding_site_id_site"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("site_id", "subject", "rule", name="uq_finding_site_id_subject_rule"),
    )
    op.create_table(
        "page",
        sa.Column("site_id", key(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("found_on", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=100), nullable=False),
        sa.Column("reader", sa.String(length=40), nullable=False),
        sa.Column("first_run", key(), nullable=False),
        sa.Column("last_run", key(), nullable=False),
        sa.Column("first_seen", moment(), nullable=False),
        sa.Column("last_seen", moment(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_page_site_id_site"),
        sa.PrimaryKeyConstraint("site_id", "address", name="pk_page"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run",
        sa.Column("id", key(), nullable=False),
        sa.Column("site_id", key(), nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("tool_version", sa.String(length=40), nullable=False),
        sa.Column("rules_version", sa.String(length=100), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("started_at", moment(), nullable=False),
        sa.Column("beat_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("pages", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attachments", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("redirects", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("documents", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("passages", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("bytes", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("urgent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("serious", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attention", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("general", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("none", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("suppressed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_run_site_id_site"),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_index("ix_run_site_id", "run", ["site_id"], unique=False)
    op.create_table(
        "capture",
        sa.Column("site_id", key(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=16), nullable=False),
        sa.Column("run_id", key(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sm3", sa.LargeBinary(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("fetched_at", moment(), nullable=False),
        sa.Column("found_on", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_capture_run_id_run"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_capture_site_id_site"),
        sa.PrimaryKeyConstraint("site_id", "address", "run_id", name="pk_capture"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "failure",
        sa.Column("run_id", key(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=16), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("spot", sa.LargeBinary(length=16), nullable=False),
        sa.Column("site_id", key(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("rules", sa.String(length=100), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("failed_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_failure_run_id_run"),
        sa.PrimaryKeyConstraint("run_id", "address", "stage", "spot", name="pk_failure"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_failure_site_id_digest", "failure", ["site_id", "digest"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("id", key(), nullable=False),
        sa.Column("finding_id", key(), nullable=False),
        sa.Column("site_id", key(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("spot", sa.LargeBinary(length=16), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("rules", sa.String(length=100), nullable=False),
        sa.Column("first_run", key(), nullable=False),
        sa.Column("last_run", key(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_sighting_finding_id_finding"),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
        sa.UniqueConstraint(
            "finding_id",
            "address",
            "digest",
            "spot",
            "first_run",
            name="uq_sighting_finding_id_address_digest_spot_first_run",
        ),
    )
    op.create_index("ix_sighting_site_id_address", "sighting", ["site_id", "address"], unique=False)
    op.create_index("ix_sighting_site_id_digest", "sighting", ["site_id", "digest"], unique=False)
    op.create_index("ix_sighting_site_id_last_run", "sighting", ["site_id", "last_run"], unique=False)
    op.execute(
        "INSERT INTO meta (name, value) VALUES ('chain', '0 0000000000000000000000000000000000000000000000000000000000000000')"
    )
