"""Settings: one tree, a section a wing. File mijian.toml < environment MIJIAN_… ; unknown keys are errors."""

from __future__ import annotations

import difflib
import os
import tomllib
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

from inspection.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_settings import PydanticBaseSettingsSource


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LedgerSettings(_Section):
    """The section [ledger]."""

    url: str = Field("", description="台账数据库；留空为工作区内的 ledger.db，或 postgresql+psycopg://用户@主机/库名")
    batch: int = Field(100, ge=1, le=2000, description="每次写入的页面数")
    batch_seconds: float = Field(0.5, gt=0, le=30, description="最长多少秒写入一次")


class EvidenceSettings(_Section):
    """The section [evidence]."""

    segment_bytes: int = Field(256 << 20, ge=1 << 20, description="单个证据段文件的大小上限（字节）")
    compression: int = Field(3, ge=1, le=19, description="zstd 压缩级别")


class IndexSettings(_Section):
    """The section [index]."""

    url: str = Field("embedded", description="embedded 为内置检索；或 https://主机:9200")
    batch: int = Field(500, ge=1, le=10_000, description="每次写入检索库的文档数")


class CrawlerSettings(_Section):
    """The section [crawler]."""

    user_agent: str = Field(
        "mijian/0.1 (confidentiality inspection by the owner)",
        pattern=r"^[ -~]+$",
        description="访问网站时的自报名称（英文），应含联系方式",
    )
    concurrency: int = Field(8, ge=1, le=64, description="对一个站点同时发出的请求数")
    delay: float = Field(0.0, ge=0, le=60, description="对一个站点两次请求之间的间隔（秒）")
    max_crawl_delay: float = Field(5.0, ge=0, le=60, description="遵守 robots 的 Crawl-delay，但不超过此值（秒）")
    timeout: float = Field(30.0, gt=0, le=600, description="单个请求的时限（秒）")
    max_bytes: int = Field(64 << 20, ge=1 << 10, description="单个文件的大小上限（字节，解压后）")
    max_pages: int = Field(50_000, ge=1, description="单个站点一次检查的地址数上限")
    max_minutes: float = Field(0.0, ge=0, description="单个站点一次检查的时间上限（分钟），0 为不限")
    max_depth: int = Field(25, ge=1, le=200, description="从首页算起的最大链接层数")
    pattern_pages: int = Field(5_000, ge=1, description="同一类地址（仅数字不同、带查询参数）的数量上限")
    retries: int = Field(2, ge=0, le=10, description="超时和服务器错误的重试次数")
    obey_robots: bool = Field(True, description="遵守 robots 规则；仅在主办单位书面同意后关闭")


class ExtractorSettings(_Section):
    """The section [extractors]."""

    workers: int = Field(2, ge=1, le=64, description="读取附件的进程数")
    memory_bytes: int = Field(2 << 30, ge=256 << 20, description="单个读取进程的内存上限（字节）")
    seconds: float = Field(60.0, gt=0, le=3600, description="单个文件的读取时限（秒）")
    total_bytes: int = Field(2 << 30, ge=1 << 20, description="压缩包解压后的总大小上限（字节）")
    member_bytes: int = Field(256 << 20, ge=1 << 16, description="压缩包内单个文件的大小上限（字节）")
    members: int = Field(100_000, ge=1, description="压缩包内文件数上限")
    ratio: int = Field(100, ge=2, description="压缩比上限（超过 1 MB 的内容才判断）")
    depth: int = Field(10, ge=1, le=50, description="压缩包嵌套层数上限")


class DetectorSettings(_Section):
    """The section [detectors]."""

    disabled: tuple[str, ...] = Field((), description="停用的规则标识")
    bulk_persons: int = Field(100, ge=2, description="一份文档中达到多少人按批量个人信息处理")


class ReportSettings(_Section):
    """The section [reports]."""

    issuer: str = Field("", description="报告落款单位")
    handling: str = Field("内部工作资料　请妥善保管", description="封面上的管理提示，由本单位设定")
    rectify_days: int = Field(10, ge=1, le=365, description="整改期限（工作日）")


class ScheduleSettings(_Section):
    """The section [schedule]."""

    timezone: str = Field("Asia/Shanghai", description="时区")

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"没有时区 {value}；应如 Asia/Shanghai") from error
        return value


class LogSettings(_Section):
    """The section [log]."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="日志级别")


class Settings(BaseSettings):
    """The whole tree. Build it with :func:`load`."""

    model_config = SettingsConfigDict(env_prefix="MIJIAN_", env_nested_delimiter="__", extra="forbid", frozen=True)

    ledger: LedgerSettings = LedgerSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    index: IndexSettings = IndexSettings()
    crawler: CrawlerSettings = CrawlerSettings()
    extractors: ExtractorSettings = ExtractorSettings()
    detectors: DetectorSettings = DetectorSettings()
    reports: ReportSettings = ReportSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # pydantic-settings' signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment above file: what :func:`load` passes comes from the file."""
        return env_settings, init_settings


SECTIONS: dict[str, type[_Section]] = {
    name: field.annotation for name, field in Settings.model_fields.items() if isinstance(field.annotation, type)
}
Known = Annotated[dict[str, Any], "the parsed file"]


def load(path: Path | None) -> Settings:
    """The settings of a workspace.

    Args:
        path: its mijian.toml, or None for defaults and environment alone.

    Raises:
        SettingsError: the file cannot be read or parsed, a key is unknown (with the nearest valid one), a value is wrong.
    """
    data: Known = {}
    if path is not None:
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise SettingsError(f"无法读取设置文件 {path}：{error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"设置文件 {path} 格式有误：{error}") from error
    _refuse_unknown(data, str(path))
    _refuse_unknown(_environment(), "环境变量")
    try:
        return Settings(**data)
    except SourceError as error:
        raise SettingsError(
            f'环境变量中的设置无法读取：{str(error).partition(" from source")[0]}；列表应写作 ["…"]'
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"设置 {where} 的值不正确：{_explain(first)}") from error


def _explain(error: Any) -> str:
    limits = error.get("ctx", {})
    for key, words in (("ge", "不得小于"), ("gt", "必须大于"), ("le", "不得大于"), ("lt", "必须小于")):
        if key in limits:
            return f"{words} {limits[key]}（现为 {error['input']}）"
    if "expected" in limits:
        return f"应为 {limits['expected']}（现为 {error['input']}）"
    if "pattern" in limits:
        return f"含有不允许的字符（现为 {error['input']}）"
    if error["type"] == "value_error":
        return str(limits["error"])
    kinds = {"int": "整数", "float": "数字", "bool": "true 或 false", "string": "文字", "tuple": "列表"}
    kind = next((word for key, word in kinds.items() if error["type"].startswith(key)), "")
    return f"应为{kind}（现为 {error['input']!r}）" if kind else str(error["msg"])


def _environment() -> Known:
    found: Known = {}
    for name in os.environ:
        if name.startswith("MIJIAN_") and "__" in name:
            section, _, key = name.removeprefix("MIJIAN_").lower().partition("__")
            found.setdefault(section, {})[key] = ""
    return found


def _refuse_unknown(data: Known, source: str) -> None:
    for section, values in data.items():
        if section not in SECTIONS:
            raise SettingsError(f"{source} 中有未知的设置 [{section}]{_nearest(section, list(SECTIONS))}")
        if not isinstance(values, dict):
            raise SettingsError(f"{source} 中 {section} 应是一节 [{section}]，不是单个值")
        for key in values:
            if key not in SECTIONS[section].model_fields:
                near = _nearest(key, list(SECTIONS[section].model_fields))
                raise SettingsError(f"{source} 的 [{section}] 中有未知的设置 {key}{near}")


def _nearest(word: str, words: list[str]) -> str:
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f"；是否想写 {close[0]}？" if close else f"；可用的有：{'、'.join(words)}"


def template() -> str:
    """A commented mijian.toml that shows each setting, its meaning and its default."""
    lines = ["# 密检设置。去掉行首的 # 并修改，即可覆盖默认值；环境变量 MIJIAN_节__键 优先于本文件。", ""]
    for name, section in SECTIONS.items():
        lines.append(f"[{name}]")
        for key, field in section.model_fields.items():
            lines.append(f"# {field.description}")
            lines.append(f"# {key} = {_toml(field.default)}")
        lines.append("")
    return "\n".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(value)
