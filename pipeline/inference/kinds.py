"""Columns of states and kinds, whose few values are words that both languages have: lost is 丢失."""

from __future__ import annotations

from typing import Any, Final

import duckdb
from babel import Locale

from pipeline.inference.names import words_of
from pipeline.inference.profile import Table, stored_texts

_MONTHS = Locale("en").months["format"]["wide"].values()
_MONTHS_ZH = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MOST_KINDS = 30
_PART = 0.5  # of the values are known: one among many may be a name
# An English value in lower case -> what it is called in Chinese, what people say first.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "accepted": ("已接受",), "active": ("活跃", "有效", "启用"), "annual": ("年度",),
    "approved": ("已批准", "批准", "通过"), "assigned": ("已分配",), "bank transfer": ("银行转账",),
    "basic": ("基础", "基础版"), "blocked": ("已阻止", "冻结"), "business": ("企业", "商务"),
    "cancelled": ("已取消", "取消"), "canceled": ("已取消", "取消"), "card": ("刷卡", "银行卡"),
    "cash": ("现金",), "checking": ("支票", "活期"), "closed": ("已关闭", "关闭"),
    "completed": ("已完成", "完成"), "confirmed": ("已确认",), "contractor": ("合同工",),
    "corporate": ("企业",), "credit": ("信用",), "credit card": ("信用卡",), "debit card": ("借记卡",),
    "delayed": ("延误", "已延误"), "delivered": ("已送达", "送达", "已交付"), "direct": ("直接", "直销"),
    "divorced": ("离异",), "done": ("已完成",), "draft": ("草稿",), "economy": ("经济",),
    "email": ("邮件", "电子邮件"), "enterprise": ("企业", "企业版"), "expired": ("已过期", "过期"),
    "express": ("快递", "加急"), "failed": ("失败",), "first class": ("头等",), "free": ("免费",),
    "full-time": ("全职",), "full time": ("全职",), "high": ("高",), "hourly": ("按小时",),
    "in progress": ("进行中",), "in transit": ("运输中", "在途"), "inactive": ("停用", "不活跃"),
    "individual": ("个人",), "intern": ("实习",), "large": ("大",), "left": ("已离职",),
    "lost": ("丢失", "遗失"), "low": ("低",), "married": ("已婚",), "medium": ("中",),
    "mobile": ("手机", "移动端"), "monthly": ("按月", "月付"), "new": ("新",), "offline": ("线下",),
    "online": ("线上", "在线"), "on hold": ("暂停",), "open": ("未关闭", "打开"), "overdue": ("逾期",),
    "paid": ("已支付", "已付款"), "part-time": ("兼职",), "part time": ("兼职",), "partner": ("合作伙伴",),
    "pending": ("待处理",), "phone": ("电话",), "premium": ("高级", "高级版"), "private": ("私人", "私立"),
    "processing": ("处理中",), "public": ("公开", "公立"), "refunded": ("已退款", "退款"),
    "rejected": ("已拒绝", "拒绝"), "resigned": ("已离职",), "resolved": ("已解决", "解决"),
    "retail": ("零售",), "retired": ("退休",), "returned": ("已退回", "退回", "退货"), "savings": ("储蓄",),
    "scheduled": ("已排期",), "second class": ("二等",), "shipped": ("已发货", "发货"),
    "single": ("单身", "未婚"), "small": ("小",), "standard": ("标准", "标准版"),
    "store": ("门店", "实体店"), "student": ("学生",), "success": ("成功",), "successful": ("成功",),
    "suspended": ("暂停", "停用"), "temporary": ("临时",), "trial": ("试用",),
    "unpaid": ("未支付", "未付款"), "urgent": ("紧急",), "website": ("网站", "官网"), "weekly": ("按周",),
    "wholesale": ("批发",), "yearly": ("按年", "年付"),
}  # fmt: skip


def note_kinds(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Notes the text columns with few values of which most are words of states and kinds, with those."""
    for column in table.columns:
        if column.kind != "string" or not 1 < column.distinct <= _MOST_KINDS or column.hints.get("holds"):
            continue
        stored = stored_texts(connection, table, column)
        known = [text for text in stored if _spoken(text) in KINDS]
        if known and len(known) >= _PART * len(stored):
            column.hints["kinds"] = known


def kind_words(values: list[str], title: str) -> dict[str, dict[str, Any]]:
    """What stored states and kinds are called in both languages; ``title`` is what their column is called
    in Chinese, without which one character says too little: 高优先级, 优先级为高."""
    words: dict[str, dict[str, Any]] = {}
    for stored in values:
        zh, *others = KINDS[_spoken(stored)]
        words[stored] = {"en": stored, "zh": zh}
        if len(zh) == 1:
            others += [zh + title, title + zh, f"{title}为{zh}"]
        if others:
            words[stored]["synonyms"] = others
    return words


def month_words() -> dict[str, dict[str, Any]]:
    """What the numbers of months are called in both languages."""
    return {
        str(number): {"en": en, "zh": f"{number}月", "synonyms": [en[:3], f"{zh}月"]}
        for number, (en, zh) in enumerate(zip(_MONTHS, _MONTHS_ZH, strict=True), 1)
    }


def _spoken(text: str) -> str:
    """A value as it is said: ``IN_TRANSIT`` is in transit."""
    plain = text.strip().lower()
    return plain if plain in KINDS else " ".join(words_of(text.strip()))
