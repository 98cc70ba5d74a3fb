"""Errors and the closed list of failure reasons, each with its Chinese sentence and what to do about it."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why something was not inspected. Closed: ledger, reports and lines use these words and no others."""

    # fetch
    DNS = "dns"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    TLS = "tls"
    HTTP_CLIENT_ERROR = "http_client_error"
    HTTP_SERVER_ERROR = "http_server_error"
    BLOCKED = "blocked"
    LOGIN_REQUIRED = "login_required"
    ROBOTS = "robots"
    OUT_OF_SCOPE = "out_of_scope"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    REDIRECT_LOOP = "redirect_loop"
    SOFT_404 = "soft_404"
    BUDGET = "budget"
    # render
    RENDER_FAILED = "render_failed"
    RENDER_TIMEOUT = "render_timeout"
    # extract
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED_FORMAT = "unsupported_format"
    EXPANSION_LIMIT = "expansion_limit"
    NESTING_LIMIT = "nesting_limit"
    MEMBER_LIMIT = "member_limit"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    CRASHED = "crashed"
    NO_TEXT = "no_text"
    OCR_UNAVAILABLE = "ocr_unavailable"
    OCR_FAILED = "ocr_failed"
    # index
    INDEX_UNAVAILABLE = "index_unavailable"
    # input
    NOT_FOUND = "not_found"
    NOT_PERMITTED = "not_permitted"

    @property
    def sentence(self) -> str:
        """What happened, for an inspector."""
        return _SENTENCES[self][0]

    @property
    def advice(self) -> str:
        """What to do about it, for an inspector."""
        return _SENTENCES[self][1]


_SENTENCES: dict[Reason, tuple[str, str]] = {
    Reason.DNS: ("域名无法解析", "核对网址；确认本机 DNS 可用，或该域名是否已注销"),
    Reason.CONNECT: ("无法连接服务器", "确认网站是否开通、端口是否正确，稍后复查"),
    Reason.TIMEOUT: ("服务器响应超时", "稍后复查；多次超时请联系网站运维"),
    Reason.TLS: ("HTTPS 证书或加密协商失败", "请网站运维检查证书和加密配置"),
    Reason.HTTP_CLIENT_ERROR: ("页面不存在或拒绝访问", "属死链的请责任单位清理；属权限限制的另行取证"),
    Reason.HTTP_SERVER_ERROR: ("服务器内部错误", "稍后复查；多次出现请联系网站运维"),
    Reason.BLOCKED: ("被防护系统拦截或要求验证码", "请网站运维将检查来源加入放行名单"),
    Reason.LOGIN_REQUIRED: ("需要登录才能访问", "属内部栏目的，确认是否应当开放在互联网上"),
    Reason.ROBOTS: ("robots 规则不允许抓取", "经网站主办单位书面同意后，在站点登记中注明"),
    Reason.OUT_OF_SCOPE: ("地址超出检查范围", "需要检查的，请另行登记该站点"),
    Reason.TOO_LARGE: ("文件超过大小上限", "人工下载核查，或在设置中调高上限"),
    Reason.TRUNCATED: ("内容未传输完整", "已检查收到的部分；稍后复查"),
    Reason.REDIRECT_LOOP: ("循环跳转", "请网站运维修正跳转"),
    Reason.SOFT_404: ("页面提示不存在", "属死链的请责任单位清理"),
    Reason.BUDGET: ("超过本次检查的数量或时间限额", "调高限额，或用 --resume 继续检查"),
    Reason.RENDER_FAILED: ("浏览器渲染失败", "人工打开该页面核查"),
    Reason.RENDER_TIMEOUT: ("浏览器渲染超时", "人工打开该页面核查"),
    Reason.ENCRYPTED: ("文件已加密，无法读取", "请责任单位提供密码或原件，人工核查"),
    Reason.DAMAGED: ("文件损坏，未能全部读取", "请责任单位提供完好的文件，人工核查"),
    Reason.UNSUPPORTED_FORMAT: ("暂不支持的文件格式", "人工打开该文件核查"),
    Reason.EXPANSION_LIMIT: ("解压后体积超过上限（可能是压缩炸弹）", "人工核查该压缩包的来源和内容"),
    Reason.NESTING_LIMIT: ("压缩包嵌套层数超过上限", "人工逐层解压核查"),
    Reason.MEMBER_LIMIT: ("压缩包内文件数超过上限", "人工解压核查其余文件"),
    Reason.TIME_LIMIT: ("读取文件超时", "人工打开该文件核查"),
    Reason.MEMORY_LIMIT: ("读取文件占用内存超过上限", "人工打开该文件核查"),
    Reason.CRASHED: ("读取程序异常退出", "人工打开该文件核查，并将样本反馈给开发者"),
    Reason.NO_TEXT: ("没有可读取的文字（可能是图片或扫描件）", "人工打开该文件核查"),
    Reason.OCR_UNAVAILABLE: ("没有文字识别组件，图片未检查", "人工查看图片；含文字的图片请责任单位提供文字版"),
    Reason.OCR_FAILED: ("图片文字识别未完成", "人工打开该图片核查"),
    Reason.INDEX_UNAVAILABLE: ("检索库暂时不可用", "检查结果不受影响；恢复后运行 mijian reindex"),
    Reason.NOT_FOUND: ("文件或目录不存在", "核对路径"),
    Reason.NOT_PERMITTED: ("没有权限读取或写入", "核对文件权限，或换用有权限的账户"),
}


class InspectionError(Exception):
    """Something could not be done for a reason a person can act on.

    Args:
        reason: one of the closed list.
        detail: numbers and mechanism names only; never a document's text.
        permanent: trying again will not help.
    """

    def __init__(self, reason: Reason, detail: str = "", *, permanent: bool = True) -> None:
        super().__init__(f"{reason.sentence}（{detail}）" if detail else reason.sentence)
        self.reason = reason
        self.detail = detail
        self.permanent = permanent


class SettingsError(Exception):
    """A setting, option or workspace is wrong; the message says in Chinese what to change. Exit code 2."""


class LedgerError(Exception):
    """The ledger cannot be opened or is of another version; the message says in Chinese what to do."""
