"""How Chinese says the clauses of a question."""

from __future__ import annotations

from typing import Final

from pipeline.planner.grammar import build as b
from pipeline.planner.languages.base import Rule

RULES: Final[tuple[Rule, ...]] = (
    # what is measured
    Rule("指标", "n:FIGURE", b.measured, cost=0.3),
    Rule("数量作指标", "n:MEASURE", b.measured, cost=0.6),
    Rule("几个指标", "n:MEASURE+", b.measured_several, cost=0.35),
    Rule("聚合", "a:<agg> <of>? n:MEASURE|NUMERIC", b.aggregated, cost=0.2),
    Rule("聚合在后", "n:MEASURE|NUMERIC <of>? a:<agg>+", b.aggregated, cost=0.3),
    Rule("几种聚合", "a:<agg>+ <of>? n:MEASURE|NUMERIC", b.aggregated, cost=0.25),
    Rule("单独的聚合", "a:<agg>+", b.aggregate_alone, cost=0.9),
    Rule(
        "平均数量", "a:<agg> <how_many>? n:NOUN <count>", b.and_also(b.counted, b.aggregate_alone), cost=0.4
    ),
    # what is counted
    Rule("多少", "<how_many> distinct:<distinct>? n:NOUN", b.counted, cost=0.2),
    Rule("卖了多少", "n:<verb> <how_many>", b.measured_verb, cost=0.15),
    Rule("多少在后", "n:NOUN <have|of|in>? <how_many>", b.counted, cost=0.3),
    Rule("数量", "distinct:<distinct>? n:NOUN <of>? <count>", b.counted, cost=0.2),
    Rule("人数", "n:THING? <of>? h:<headcount>", b.counted_heads, cost=0.25),
    Rule("人数在前", "h:<headcount> n:THING", b.counted_heads, cost=0.25),
    Rule("不同的多少", "<how_many> distinct:<distinct> n:NOUN", b.counted, cost=0.15),
    Rule("单独的多少", "<how_many>", b.counting, cost=0.5),
    Rule("单独的数量", "<count>", b.counting, cost=0.9),
    # what it is grouped by
    Rule("按", "<by> <each>? g:GROUP+ <by_behind>?", b.grouped, cost=0.15),
    Rule("按在后", "g:GROUP+ <by_behind>", b.grouped, cost=0.6),
    Rule("各", "<each> g:GROUP", b.grouped_within, cost=0.15),
    Rule("各几个", "<each> g:GROUP+", b.grouped, cost=0.2),
    Rule("是否", "<by|each>? <whether> g:BOOLEAN <by_behind>?", b.grouped, cost=0.1),
    Rule("是与否", "g:BOOLEAN <and> <not> g2:BOOLEAN <of>?", b.grouped, cost=0.15),
    Rule("按周期", "<by|each>? g:<every_grain> <by_behind>?", b.bucketed, cost=0.1),
    Rule("日期按周期", "<by>? d:DATE <of>? g:<grain|every_grain> <by_behind>?", b.bucketed, cost=0.1),
    Rule("周期的日期", "g:<every_grain> <of>? d:DATE", b.bucketed, cost=0.3),
    Rule("周期", "g:<grain>", b.bucketed, cost=1.0),
    Rule("趋势", "<trend>", b.trend, cost=0.3),
    # things and dimensions by themselves
    Rule("提到", "n:GROUP", b.named, cost=0.5),
    Rule("提到几个", "n:GROUP+", b.named, cost=0.55),
    Rule("哪个", "q:<which> <classifier>? n:GROUP", b.asked, cost=0.2),
    Rule("哪几个", "q:<which> k:NUMBER? <classifier>? n:GROUP", b.asked, cost=0.25),
    Rule("是哪些", "n:GROUP q:<are_which>", b.and_also(b.asked_several, b.listed), cost=0.25),
    Rule("有哪些", "q:<are_which> n:GROUP", b.and_also(b.asked_several, b.listed), cost=0.25),
    Rule("列出", "<list> <all>? n:GROUP|DATE+", b.and_also(b.named, b.listed), cost=0.3),
    Rule("名单", "n:GROUP <of>? <list_behind>", b.and_also(b.named, b.listed), cost=0.2),
    Rule("谁", "<who>", b.listed, cost=0.4),
    # conditions
    Rule("取值", "<in>? only:<only>? v:VALUE", b.valued, cost=0.3),
    Rule("几个取值", "<in>? only:<only>? v:VALUE+", b.valued, cost=0.3),
    Rule(
        "取值对比",
        "v:VALUE <versus|and> v:VALUE <of>? <versus>",
        b.and_also(b.valued, b.side_by_side),
        cost=0.2,
    ),
    Rule("取值相比", "v:VALUE <versus> v:VALUE", b.and_also(b.valued, b.side_by_side), cost=0.2),
    Rule("维度的取值", "n:ATTRIBUTE|THING <is|of>? v:VALUE+", b.valued, cost=0.2),
    Rule("取值的维度", "v:VALUE+ <of>? n:ATTRIBUTE", b.valued, cost=0.25),
    Rule("不取值", "<not|except> <in>? v:VALUE+ <of>? <left_out>?", b.valued_not, cost=0.2),
    Rule("维度不取值", "n:ATTRIBUTE|THING <not|except> <is>? v:VALUE+", b.valued_not, cost=0.15),
    Rule("取值除外", "<except>? v:VALUE+ n:GROUP? <of>? <left_out>", b.valued_not, cost=0.2),
    Rule("标志", "<in>? only:<only>? f:FLAG", b.flagged, cost=0.3),
    Rule("几个标志", "<in>? only:<only>? f:FLAG+", b.flagged, cost=0.3),
    Rule("不标志", "<not|except|without|never> <in>? f:FLAG", b.flagged_not, cost=0.2),
    Rule("标志除外", "<except>? f:FLAG n:GROUP? <of>? <left_out>", b.flagged_not, cost=0.2),
    Rule("没有", "<without> n:NOUN", b.blank, cost=0.25),
    Rule("没有在后", "n:NOUN <without_behind>", b.blank, cost=0.3),
    Rule("从未做过", "<never|without> <did> n:THING|MEASURE", b.blank, cost=0.2),
    Rule("从未", "<never> n:DATE|THING|MEASURE", b.blank, cost=0.25),
    Rule("有过", "<present> n:THING|DATE|TEXT", b.present, cost=0.7),
    # numbers
    Rule("数字条件", "n:COLUMN <is|of>? o:<o> k:NUMBER", b.bounded, cost=0.15),
    Rule("数字在后", "n:COLUMN <is|of|in>? k:NUMBER o:<behind>", b.bounded, cost=0.15),
    Rule("数字在前", "o:<o> k:NUMBER n:COLUMN", b.bounded, cost=0.35),
    Rule("数字在前以上", "k:NUMBER o:<behind> n:COLUMN", b.bounded, cost=0.35),
    Rule("个数条件", "n:THING|DIMENSION <count> <is|of>? o:<o> k:NUMBER", b.bounded_count, cost=0.15),
    Rule("有多少个的", "<have>? o:<o> k:NUMBER n:THING", b.bounded_count, cost=0.4),
    Rule("个数不到", "n:THING <have|of|and>? o:<o> k:NUMBER", b.bounded_count, cost=0.4),
    Rule("个数以上", "n:THING <have|of|in>? k:NUMBER o:<behind>", b.bounded_count, cost=0.4),
    Rule("单独的条件", "o:<o> k:NUMBER", b.bounded, cost=0.9),
    Rule("单独的以上", "k:NUMBER o:<behind>", b.bounded, cost=0.9),
    Rule(
        "之间",
        "n:COLUMN <is>? <between>? k:NUMBER <to> j:NUMBER <between_behind>?",
        b.bounded_between,
        cost=0.2,
    ),
    Rule("正负", "n:COLUMN o:<sign>", b.signed, cost=0.15),
    Rule("亏损", "o:<sign_own> <of>?", b.signed, cost=0.15),
    Rule("老于", "o:<o_own> k:NUMBER", b.bounded_by_own, cost=0.15),
    Rule("等于数字", "n:NUMERIC|IDENTIFIER <is>? k:NUMBER", b.bounded, cost=0.45),
    Rule("两列", "n:COLUMN o:<o> b:COLUMN", b.columns, cost=0.4),
    Rule("一列比另一列", "n:COLUMN <than> b:COLUMN o:<more_than>", b.columns, cost=0.2),
    # letters
    Rule("文字", "n:GROUP <of|in>? o:<like> x:LITERAL", b.spelt, cost=0.1),
    Rule("文字开头", "n:GROUP <is|in>? <like>? x:LITERAL o:<like_behind>", b.spelt, cost=0.1),
    Rule("没有列的文字", "o:<like> x:LITERAL", b.spelt, cost=0.3),
    Rule("引号里的取值", "n:DIMENSION <is>? x:LITERAL", b.spelt, cost=0.8),
    # when
    Rule("时间", "<in>? p:PERIOD <of|in>?", b.when, cost=0.1),
    Rule("日期的时间", "d:DATE <in|is>? p:PERIOD", b.when, cost=0.15),
    Rule("时间的日期", "p:PERIOD <of|in>? d:DATE", b.when, cost=0.2),
    Rule("不在时间", "<not|except> <in>? p:PERIOD <left_out>?", b.when_not, cost=0.15),
    # ranking
    Rule("最高", "b:COLUMN <of|in>? s:<s|judge> <of>?", b.ranked, cost=0.2),
    Rule(
        "最高的对象",
        "b:COLUMN <of|in>? s:<s|judge> <of>? k:NUMBER? <classifier>? t:GROUP",
        b.ranked,
        cost=0.2,
    ),
    Rule(
        "最高的周期",
        "b:COLUMN? <of|in>? s:<s|judge|top> <of>? k:NUMBER? <classifier>? g:<grain>",
        b.ranked_periods,
        cost=0.2,
    ),
    Rule("哪个周期", "<which> <classifier>? g:<grain>", b.bucketed, cost=0.25),
    Rule(
        "最高在前", "s:<s|judge> <of>? b:COLUMN <of>? k:NUMBER? <classifier>? t:GROUP?", b.ranked, cost=0.35
    ),
    Rule(
        "最多的东西",
        "b:THING|DIMENSION <of|count>? s:<s|judge> <of>? k:NUMBER? <classifier>? t:GROUP?",
        b.ranked_count,
        cost=0.4,
    ),
    Rule("最高几个", "s:<s|judge> <of>? k:NUMBER <classifier>? t:GROUP?", b.ranked, cost=0.35),
    Rule("自带最", "s:<s_own> <of>? k:NUMBER? <classifier>? t:GROUP?", b.ranked, cost=0.2),
    Rule("单独的最", "s:<s|judge> <of>?", b.ranked, cost=0.9),
    Rule(
        "前几",
        "b:MEASURE? <sort|in|of>? s:<top|s|judge> k:NUMBER <of>? <classifier>? <of>? t:GROUP?",
        b.ranked,
        cost=0.25,
    ),
    Rule("几前", "b:MEASURE <sort|in|of>? s:<top> k:NUMBER", b.ranked, cost=0.25),
    Rule(
        "对象前几", "t:GROUP <of|in>? b:MEASURE? <sort>? s:<top> k:NUMBER <classifier>?", b.ranked, cost=0.35
    ),
    Rule(
        "对象最高几",
        "b:MEASURE <of>? s:<s|judge> <of>? k:NUMBER <classifier>? <of>? t:GROUP?",
        b.ranked,
        cost=0.2,
    ),
    Rule("最常", "s:<often> <of>? k:NUMBER? <classifier>? t:GROUP?", b.ranked_rows, cost=0.35),
    Rule("最新", "s:<latest> <of>? k:NUMBER? <classifier>? t:THING", b.ranked, cost=0.6),
    Rule(
        "增长最快",
        "b:MEASURE? <growth> s:<fastest|s> <of>? k:NUMBER? <classifier>? t:GROUP?",
        b.and_also(b.ranked, b.growth),
        cost=0.2,
    ),
    # order
    Rule("顺序", "<by>? s:<order> <sort>?", b.sorted_by, cost=0.3),
    Rule("按列顺序", "<by>? n:NOUN <of>? s:<order> <sort>?", b.sorted_by, cost=0.25),
    Rule("按列排序", "<by> n:NOUN <of|in>? s:<order>? <sort>", b.sorted_by, cost=0.2),
    Rule("排序", "<sort>", b.sorted_by, cost=0.5),
    # comparison
    Rule("同比", "<growth>? <on_year> <growth>?", b.compared_years, cost=0.1),
    Rule("环比", "<growth>? c:<on_period> <growth>?", b.compared_periods, cost=0.1),
    Rule("之前", "<again>? <about>? e:<earlier> <about>?", b.earlier, cost=0.1),
    Rule("增长", "<growth>", b.growth, cost=0.4),
    Rule("对比", "<versus>", b.side_by_side, cost=0.4),
    Rule("占比", "<share>", b.shared, cost=0.4),
    Rule("累计", "<running>", b.running, cost=0.2),
    Rule("name of a quotient", "n:QUOTIENT", b.attached, cost=0.25),
    Rule("平均每", "a:<agg>? <per> u:THING <of|have>? <how_many>? n:MEASURE", b.divided, cost=0.5),
    Rule("之比", "n:NOUN <to|and|than|is> u:NOUN <of>? <ratio>", b.divided, cost=0.2),
    Rule("除以", "n:NOUN <ratio> u:NOUN", b.divided, cost=0.3),
    # the rest
    Rule("图", "<in|by>? c:<chart>", b.charted, cost=0.2),
    Rule("改数据", "n:COLUMN <set> k:NUMBER", b.data_changed, cost=0.1),
    Rule("清零", "<make> n:COLUMN <set>", b.data_changed, cost=0.1),
    Rule("不能", "r:<refuse>", b.refused, cost=0.4),
    Rule("所有", "<all> <of>? n:GROUP", b.everything, cost=0.6),
    # changes to the answer before
    Rule("那呢", "<about>", b.changed("about"), cost=0.15),
    Rule("换成", "<instead>", b.changed("instead"), cost=0.15),
    Rule("也", "<also>", b.changed("also"), cost=0.15),
    Rule("只看", "<only>", b.changed("only"), cost=0.25),
    Rule("去掉", "<remove> n:NOUN|FLAG|VALUE <filter>?", b.changed("remove"), cost=0.3),
    Rule("不按周期", "<remove> <every_grain|grain> <filter>?", b.changed("remove"), cost=0.1),
    Rule("加回来", "n:VALUE|FLAG <again>? <again>", b.changed("remove"), cost=0.15),
)
