"""Every text of the page in both languages; what a run says comes from the run."""

from __future__ import annotations

from pipeline.events import StepName
from pipeline.language import Text

NAME = "Text-to-BI"
TAGLINE = Text(
    "Ask your data in plain words and see how each answer came about.",
    "用一句话向数据提问，并看清每个答案的由来。",
)
HERO = Text("What would you like to know?", "您想了解什么？")
HERO_SUB = Text(
    "Ask in English or Chinese. You get a table, a chart and a short analysis, with the query and the "
    "SQL behind them.",
    "用中文或英文提问，得到表格、图表和简要分析，以及背后的查询与 SQL。",
)
QUESTION = Text("Your question", "您的问题")
PLACEHOLDER = Text("Ask about your data …", "输入您的问题……")
ASK = Text("Ask", "提问")
STOP = Text("Stop", "停止")
PAUSE = Text("Pause", "暂停")
GO_ON = Text("Go on", "继续")
RECONNECTING = Text("Reconnecting …", "正在重新连接……")
TRY_AGAIN = Text("That did not work. Please try again.", "操作未成功，请重试。")
HOME = Text("Start afresh", "重新开始")
EXAMPLES = Text("Try", "试试")
FOLLOWING = Text("You can build on this answer.", "可以接着这个回答追问。")
AFRESH = Text("New question", "新问题")
CATALOG = Text("What can be asked", "可以问什么")
CATALOG_COUNT = Text("{measures} measures, {dimensions} dimensions", "{measures} 个指标，{dimensions} 个维度")
MEASURES = Text("Measures", "指标")
DIMENSIONS = Text("Dimensions", "维度")
DEMO = Text(
    "Demo data: an invented company, its people and its shop, eight years up to {today}.",
    "演示数据：一家虚构公司的人事与商城，截至 {today} 的八年数据。",
)
BRING = Text("Use your own data", "使用自己的数据")
BRING_WHAT = Text(
    "CSV, Excel, Parquet, JSON, SQLite or DuckDB, up to {size}. It is yours alone and is removed after "
    "{minutes} minutes without a question.",
    "支持 CSV、Excel、Parquet、JSON、SQLite 和 DuckDB，最大 {size}。"
    "数据仅您可见，{minutes} 分钟内没有提问即被删除。",
)
BRINGING = Text("Reading your data …", "正在读取您的数据……")
BROUGHT = Text("Your data: {names}", "您的数据：{names}")
READ = Text("What was read", "读取结果")
READ_COUNT = Text("{tables} tables, {rows} rows", "{tables} 张表，{rows} 行")
READ_SIZE = Text("{rows} rows, {columns} columns", "{rows} 行，{columns} 列")
READ_HEADER = Text("line {} names the columns", "第 {} 行为列名")
READ_NO_HEADER = Text("as it is stored", "按存储的原样")
READ_AS_TEXT = Text("Keep as text", "保留文本")
READ_COLUMNS = (
    Text("Column", "列"),
    Text("Read as", "读取为"),
    READ_AS_TEXT,
    Text("Fitted", "符合比例"),
    Text("Missing", "缺失值"),
    Text("In doubt", "存疑"),
)
READ_TYPES = {
    "VARCHAR": Text("text", "文本"),
    "BIGINT": Text("whole numbers", "整数"),
    "DOUBLE": Text("numbers", "数字"),
    "DATE": Text("dates", "日期"),
    "TIMESTAMP": Text("dates and times", "日期时间"),
    "BOOLEAN": Text("yes or no", "是/否"),
}
READING_AGAIN = Text("Reading your data again", "正在重新读取您的数据")
READ_AS_STORED = Text(
    "Take its rows and columns as they stand: leave no totals out, turn no columns into rows",
    "按原样读取行和列：不排除合计行，不把列转换为行",
)
READ_FIRST = Text("First rows", "前几行")
READ_JOINS = Text("Joins", "关联")
GIVE_BACK = Text("Remove it", "移除")
THEME = Text("Light or dark", "浅色或深色")
API = Text("Use it from code", "通过代码调用")
LANGUAGE = Text("Language", "语言")

STEPS: dict[StepName, Text] = {
    "generate": Text("Understand", "理解问题"),
    "sql": Text("Write SQL", "生成 SQL"),
    "execute": Text("Execute", "执行查询"),
    "present": Text("Present", "整理结果"),
    "analyze": Text("Analyse", "分析结果"),
}
STATES: dict[str, Text] = {
    "waiting": Text("waiting", "等待中"),
    "running": Text("running", "进行中"),
    "paused": Text("paused", "已暂停"),
    "done": Text("done", "已完成"),
    "failed": Text("failed", "失败"),
    "stopped": Text("stopped", "已停止"),
}
MILLISECONDS = Text("{} ms", "{} 毫秒")
SECONDS = Text("{} s", "{} 秒")
WAITING = Text("Waiting for its turn", "排队中")
PAUSED = Text("Paused", "已暂停")
PAUSING = Text("about to pause", "即将暂停")
LEFT = Text("about {} s left", "约剩 {} 秒")
SOON = Text("less than a second left", "剩余不到 1 秒")

PROGRESS = Text("Progress", "进度")

ASSUMED = Text("Assumed", "假设")
UNSURE = Text("It is not certain that this is what you meant.", "不确定这是否就是您的意思。")
OR_DID_YOU_MEAN = Text("Or did you mean", "或者您想问")
COULD_ASK = Text("You could ask", "您可以这样问")
CHOOSE = Text("Please choose", "请选择")
NOT_ANSWERED = Text("This cannot be answered from the data here.", "现有数据无法回答这个问题。")
WHICH = Text("Which one do you mean?", "您指的是哪一个？")
NO_ROWS = Text("No rows match.", "没有符合条件的数据。")
ROW = Text("1 row", "1 行")
ROWS = Text("{total} rows", "{total} 行")
ROWS_OF = Text("{shown} of {total} rows", "前 {shown} 行，共 {total} 行")
DOWNLOAD = Text("Download CSV", "下载 CSV")
TABLE = Text("Result", "查询结果")
