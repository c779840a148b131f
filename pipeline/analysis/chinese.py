"""The sentences in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipeline.analysis import facts as f
from pipeline.analysis import periods, scope
from pipeline.analysis.plan import Voice

_NAMED = 3  # tied groups that are named; more are counted
_CLOSE, _CLEAR = 1.05, 1.25  # below the first a ratio is 略高于, below the second 高于
_MOST_TIMES = 1000  # beyond it a ratio says only that one side is tiny
_UNITS = {
    "second": "秒",
    "minute": "分钟",
    "hour": "小时",
    "day": "天",
    "week": "周",
    "month": "个月",
    "quarter": "个季度",
    "year": "年",
    "period": "期",
}
_EACH = {
    "second": "每秒",
    "minute": "每分钟",
    "hour": "每小时",
    "day": "日均",
    "week": "周均",
    "month": "月均",
    "quarter": "季均",
    "year": "年均",
    "period": "每期平均",
}
_BEFORE = {
    "day": "前一天",
    "week": "前一周",
    "month": "上月",
    "quarter": "上季度",
    "year": "上年",
}


class Chinese(Voice):
    """中文句子。"""

    def scope(self) -> str:
        parts = self._parts()
        return f"{'，且'.join(parts)}的范围内，" if parts else ""

    def covers(self) -> str:
        parts = self._parts()
        if not parts:
            return "统计范围是全部数据，没有筛选条件，也没有限定时间。"
        text = f"统计范围：{'，且'.join(parts)}"
        if scope.ends_open(self.say.result):
            text += "；该时间段尚未结束，结果还可能变化"
        return text + "。"

    def empty(self, fact: f.Empty) -> str:
        parts = self._parts()
        where = f"在{'，且'.join(parts)}的条件下，" if parts else ""
        if fact.rows:
            return f"{where}查到的 {self.say.count(fact.rows)} 行都没有数值。"
        if not where:
            return "没有数据：没有设置任何条件，结果仍为空。"
        return f"{where}没有符合的数据，结果为空。"

    def rows(self, fact: f.Rows) -> str:
        different = [
            f"{self.say.count(count)} 个不同的{self.say.title(column)}"
            for column, count in fact.distinct
            if 1 < count < fact.rows
        ]
        text = f"列表共 {self.say.count(fact.rows)} 行"
        return text + (f"，涉及{'、'.join(different)}。" if different else "。")

    def compared(self, fact: f.Compared) -> str:
        today = self.say.result.today
        earlier = periods.range_words(fact.earlier_range, today, "zh")
        later = periods.range_words(fact.later_range, today, "zh")
        low, high = (self.say.number(fact.measure, v) for v in (fact.earlier, fact.later))
        title = self.say.title(fact.measure)
        if not fact.difference:
            return f"{later}的{title}为{high}，与{earlier}持平。"
        change = self._size(fact.measure, fact.difference, fact.percent)
        more = "增加" if fact.difference > 0 else "减少"
        return f"{later}的{title}为{high}，{earlier}为{low}，{more}{change}。"

    def values(self, facts: list[f.Value]) -> str:
        known = [
            f"{self.say.title(v.measure)}为{self.say.number(v.measure, v.value)}"
            for v in facts
            if v.value is not None
        ]
        unknown = [f"{self.say.title(v.measure)}没有数值" for v in facts if v.value is None]
        return "，".join(known + unknown) + "。"

    def since(self, fact: f.Since) -> str:
        before, value = (self.say.number(fact.measure, v) for v in (fact.before, fact.value))
        earlier = "上年同期" if fact.yearly else "上期"
        size = self._size(fact.measure, fact.difference, fact.percent)
        if fact.labels:
            moved = "增加" if fact.difference > 0 else "减少"
            return f"与{earlier}相比，{self.say.labels(fact.labels)}{moved}最多，{moved}{size}，达到{value}。"
        if not fact.difference:
            return f"与{earlier}持平。"
        more = "增加" if fact.difference > 0 else "减少"
        what = "合计" if self.say.result.axes else ""
        return f"{what}比{earlier}（{before}）{more}{size}。"

    def all_equal(self, fact: f.AllEqual) -> str:
        title, value = self.say.title(fact.measure), self.say.number(fact.measure, fact.value)
        return f"{self._groups(fact.groups)}的{title}完全相同，都是{value}。"

    def leader(self, fact: f.Leader, total: f.Total | None) -> str:
        title, value = self.say.title(fact.measure), self.say.number(fact.measure, fact.value)
        if fact.groups == 1 and not self.say.result.cut:
            return f"只有一个分组{self.say.labels(fact.labels[0])}，{title}为{value}。"
        head = ""
        if total and total.groups > 1:
            whole = self.say.number(fact.measure, total.value)
            unnamed = "（连同为空的部分）" if total.unnamed else ""
            head = f"{self._groups(total.groups)}{unnamed}的{title}合计{whole}，其中"
        elif fact.shown_only:
            head = "所列各行中，"
        highest = "最高" if total else f"{title}最高"
        if len(fact.labels) > 1:
            return f"{head}{self._names(fact.labels)}并列{highest}，均为{value}。"
        text = f"{head}{self.say.labels(fact.labels[0])}{highest}，为{value}"
        if fact.share is not None:
            text += f"，占合计的{self.say.share(fact.share)}"
        return text + self._ahead(fact) + "。"

    def last(self, fact: f.Last) -> str:
        value = self.say.number(fact.measure, fact.value)
        if not self.first(f.Leader, fact.measure):
            tied = "" if len(fact.labels) == 1 else "并列"
            return f"{self.say.title(fact.measure)}{tied}最低的是{self._names(fact.labels)}，为{value}。"
        shown = "所列各行中，" if fact.shown_only else ""
        if len(fact.labels) > _NAMED:
            return f"{shown}有{self.say.count(len(fact.labels))}个分组并列最低，均为{value}。"
        tied = "" if len(fact.labels) == 1 else "并列"
        text = f"{shown}{self._names(fact.labels)}{tied}最低，为{value}"
        if times := self._times(fact.measure, fact.ratio):
            return f"{text}，最高值是它的{times}倍。"
        if fact.ratio is not None and fact.ratio >= _MOST_TIMES:
            return f"{text}。"
        return f"{text}，与最高值相差{self.say.size(fact.measure, fact.gap)}。"

    def outlier(self, fact: f.Outlier, leader: f.Leader | None) -> str:
        name, median = self.say.labels(fact.label), self.say.number(fact.measure, fact.median)
        leads = leader is not None and fact.label in leader.labels
        value = "" if leads else f"（{self.say.number(fact.measure, fact.value)}）"
        if times := self._times(fact.measure, fact.ratio):
            return f"{name}{value}明显偏离其他分组，是各组中位数（{median}）的{times}倍。"
        return f"{name}{value}明显偏离其他分组，各组中位数为{median}。"

    def concentrated(self, fact: f.Concentration) -> str:
        most, share = self.say.count(fact.most), self.say.share(fact.most_share)
        return f"分布较集中：{self._groups(fact.groups, False)}中的{most}个就占了合计的{share}。"

    def spread(self, fact: f.Concentration) -> str:
        return f"前 {fact.top} 名合起来占合计的{self.say.share(fact.top_share)}。"

    def total(self, fact: f.Total) -> str:
        unnamed = "（连同为空的部分）" if fact.unnamed else ""
        value = self.say.number(fact.measure, fact.value)
        return f"所列{self._groups(fact.groups)}{unnamed}合计{value}。"

    def change(self, fact: f.Change) -> str:
        first, last = (self.say.number(fact.measure, v) for v in (fact.first, fact.last))
        opens, closes = self.say.at(fact.first_period), self.say.at(fact.last_period)
        title = self.say.title(fact.measure)
        if not fact.difference:
            return f"{title}在{opens}和{closes}都是{last}，首尾持平。"
        verb = "增长" if fact.difference > 0 else "下降"
        if self.say.is_percent(fact.measure) and fact.difference > 0:
            verb = "上升"
        change = self._size(fact.measure, fact.difference, fact.percent)
        return f"从{opens}到{closes}，{title}由{first}变为{last}，{verb}{change}。"

    def latest(self, fact: f.Latest) -> str:
        value, at = self.say.number(fact.measure, fact.value), self.say.at(fact.period)
        period = self.say.granularity
        if fact.difference is None:
            title = self.say.title(fact.measure)
            return f"完整的{_UNITS[period].removeprefix('个')}只有{at}，{title}为{value}。"
        before = _BEFORE.get(period, "上一期")
        text = f"最近一个完整周期{at}为{value}，"
        text += self._against(fact.measure, fact.difference, fact.percent, f"{before}")
        if fact.year_difference is not None:
            text += "，" + self._against(fact.measure, fact.year_difference, fact.year_percent, "上年同期")
        return text + "。"

    def extremes(self, fact: f.Extremes) -> str:
        high, low = (self.say.number(fact.measure, v) for v in (fact.peak, fact.trough))
        text = f"最高值{high}出现在{self._when(fact.peaks)}，最低值{low}出现在{self._when(fact.troughs)}"
        if self.say.is_additive(fact.measure):
            text += f"，{_EACH[self.say.granularity]}{self.say.number(fact.measure, fact.mean)}"
        return text + "。"

    def odd_period(self, fact: f.OddPeriod) -> str:
        value, median = (self.say.number(fact.measure, v) for v in (fact.value, fact.median))
        return f"{self.say.at(fact.period)}明显异常：为{value}，而中位数是{median}。"

    def trend(self, fact: f.Trend) -> str:
        rises, falls = self.say.count(fact.rises), self.say.count(fact.falls)
        steps = f"{rises}次上升、{falls}次下降"
        match fact.direction:
            case "up":
                return f"整体呈上升趋势，相邻周期间{steps}。"
            case "down":
                return f"整体呈下降趋势，相邻周期间{steps}。"
            case "flat":
                return f"整体基本平稳，相邻周期间{steps}。"
        return f"没有稳定的方向，相邻周期间{steps}。"

    def streak(self, fact: f.Streak) -> str:
        verb = "上升" if fact.direction == "up" else "下降"
        steps = self.say.count(fact.steps)
        return f"自{self.say.at(fact.since)}以来，已连续{steps}{_UNITS[self.say.granularity]}{verb}。"

    def largest(self, fact: f.LargestCombination, total: f.Total | None) -> str:
        title, value = self.say.title(fact.measure), self.say.number(fact.measure, fact.value)
        share = f"，占合计的{self.say.share(fact.share)}" if fact.share is not None else ""
        name = self.say.labels(fact.label)
        if total:
            whole = self.say.number(fact.measure, total.value)
            groups = self.say.count(total.groups)
            return f"{groups}个组合的{title}合计{whole}，最高的组合是{name}，为{value}{share}。"
        among = "所列各行中，" if fact.shown_only else ""
        return f"{among}{title}最高的组合是{name}，为{value}{share}。"

    def margin(self, fact: f.Margin) -> str:
        name, value = self.say.label(fact.label, fact.dimension), self.say.number(fact.measure, fact.value)
        share = f"（占{self.say.share(fact.share)}）" if fact.share is not None else ""
        last = self.say.label(fact.last_label, fact.dimension)
        low = self.say.number(fact.measure, fact.last)
        by = self.say.title(fact.dimension)
        return f"按{by}汇总，{name}最高，合计{value}{share}；{last}最低，合计{low}。"

    def growth(self, fact: f.SeriesGrowth) -> str:
        name = self.say.labels(fact.label)
        first, last = (self.say.number(fact.measure, v) for v in (fact.first, fact.last))
        change = self._size(fact.measure, fact.difference, fact.percent)
        opens, closes = self.say.at(fact.first_period), self.say.at(fact.last_period)
        text = f"从{opens}到{closes}，{name}增加最多，由{first}变为{last}，增加{change}"
        if fact.low_label is not None and fact.low_difference is not None:
            loss = self._size(fact.measure, fact.low_difference, fact.low_percent)
            text += f"；{self.say.labels(fact.low_label)}减少最多，减少{loss}"
        return text + "。"

    def leads_most(self, fact: f.LeadsMost) -> str:
        wins, groups = self.say.count(fact.wins), self.say.count(fact.groups)
        time = self.say.result.time
        unit = f"个{self.say.title(fact.within)}"
        if time and time.column == fact.within:
            unit = _UNITS[self.say.granularity]
        return f"在{groups}{unit}中，{self.say.label(fact.label, fact.dimension)}有{wins}{unit[:1]}居首。"

    def correlation(self, fact: f.Correlation) -> str:
        first, second = self.say.title(fact.first_measure), self.say.title(fact.second_measure)
        how = "往往同升同降" if fact.r > 0 else "往往此升彼降"
        if not fact.clear:
            how = "几乎没有线性关系" if fact.faint else "只有较弱的关系"
        points = self.say.count(fact.points)
        said = f"{first}与{second}{how}（{points}个分组的相关系数为 {fact.r:.2f}）"
        return f"{said}。" if fact.faint else f"{said}，但这不说明因果关系。"

    def opposite(self, fact: f.Opposite) -> str:
        first, second = self.say.title(fact.first_measure), self.say.title(fact.second_measure)
        high = self.say.number(fact.first_measure, fact.first)
        low = self.say.number(fact.second_measure, fact.second)
        return f"{self.say.labels(fact.label)}的{first}最高（{high}），{second}却最低（{low}）。"

    def no_name(self, fact: f.NoName) -> str:
        value, title = self.say.number(fact.measure, fact.value), self.say.title(fact.dimension)
        share = f"，占合计的{self.say.share(fact.share)}" if fact.share is not None else ""
        return f"另外，{title}为空的部分为{value}{share}。"

    def missing(self, fact: f.Missing) -> str:
        return f"有{self.say.count(fact.count)}行没有{self.say.title(fact.measure)}的数值。"

    def small_group(self, fact: f.SmallGroup) -> str:
        count, title = self.say.number(fact.count_measure, fact.count), self.say.title(fact.count_measure)
        return f"{self.say.labels(fact.label)}的{title}只有{count}，样本很小，解读时需谨慎。"

    def unfinished(self, fact: f.Unfinished) -> str:
        at = self.say.at(fact.period)
        known = self.say.number(fact.measure, fact.value) if fact.value is not None else ""
        what = f"{self.say.count(fact.count)}{_UNITS[self.say.granularity]}"
        match fact.why:
            case "running":
                so_far = f"（目前为{known}）" if known else ""
                return f"{at}{so_far}尚未结束，未计入以上比较。"
            case "future":
                return f"自{at}起的{what}尚未开始，未计入以上比较。"
        if fact.count > 1:
            return f"有{what}只有一部分在所选时间范围内，未计入以上比较。"
        return f"{at}{f'（{known}）' if known else ''}只有一部分在所选时间范围内，未计入以上比较。"

    def gaps(self, fact: f.Gaps) -> str:
        first, last = self.say.at(fact.first), self.say.at(fact.last)
        if fact.count == 1:
            return f"{first}没有数据。"
        what = f"{self.say.count(fact.count)}{_UNITS[self.say.granularity]}"
        return f"{first}到{last}之间有{what}没有数据。"

    def cut(self, fact: f.Cut) -> str:
        if fact.offset:
            return f"这里是第 {fact.offset + 1:,} 到第 {fact.offset + fact.rows:,} 行，其余未列出。"
        if self.say.result.each:
            return "每组只查询了排在最前的几行，之后可能还有。"
        if self.say.result.query.limit is None:
            return f"结果只取到 {self.say.count(fact.rows)} 行，之后可能还有。"
        return f"本次只查询了前 {self.say.count(fact.rows)} 行，之后可能还有。"

    def _parts(self) -> list[str]:
        return scope.ranges(self.say.result, "zh") + scope.conditions(self.say.result, "zh")

    def _size(self, measure: str, difference: float, percent: float | None) -> str:
        size, part = self.say.size(measure, difference), self.say.percent(measure, percent)
        return f"{size}（{part}）" if part else size

    def _against(self, measure: str, difference: float, percent: float | None, what: str) -> str:
        if not difference:
            return f"与{what}持平"
        side = "高" if difference > 0 else "低"
        return f"比{what}{side}{self._size(measure, difference, percent)}"

    def _ahead(self, fact: f.Leader) -> str:
        if fact.second_label is None or fact.second is None:
            return ""
        name, value = self.say.labels(fact.second_label), self.say.number(fact.measure, fact.second)
        if fact.ratio is None or fact.ratio >= _MOST_TIMES or self.say.is_percent(fact.measure):
            return f"，其次是{name}（{value}）"
        if fact.ratio < _CLEAR:
            return f"，{'略' * (fact.ratio < _CLOSE)}高于第二名{name}（{value}）"
        return f"，是第二名{name}（{value}）的{self.say.times(fact.ratio)}倍"

    def _when(self, moments: Sequence[datetime]) -> str:
        if len(moments) > 2:
            return f"{self.say.count(len(moments))}{_UNITS[self.say.granularity]}中"
        return "和".join(self.say.at(at) for at in moments)

    def _times(self, measure: str, ratio: float | None) -> str:
        """A ratio worth saying, else nothing."""
        if ratio is None or not 2 <= ratio < _MOST_TIMES or self.say.is_percent(measure):
            return ""
        return self.say.times(ratio)

    def _names(self, labels: Sequence[f.Label]) -> str:
        if len(labels) > _NAMED:
            return f"{self.say.count(len(labels))}个分组"
        return "、".join(self.say.labels(label) for label in labels)

    def _groups(self, count: int, strong: bool = True) -> str:
        """多少个什么:“**12** 个部门”。"""
        result = self.say.result
        number = self.say.count(count) if strong else f"{count:,} "
        if result.time is not None:
            return f"{number}{_UNITS[self.say.granularity]}"
        if len(result.categories) != 1:
            return f"{number}个分组"
        title = self.say.title(result.categories[0].column)
        return f"{number}个{title.removesuffix('名称') or title}"
