"""The closed classes of English words in questions about data."""

from __future__ import annotations

from typing import Final

from pipeline.planner.languages.base import SmallWords

Words = dict[str, dict[str, tuple[str, ...]]]


def _one(*phrases: str) -> dict[str, tuple[str, ...]]:
    return {"": phrases}


WORDS: Final[Words] = {
    "agg": {
        "sum": ("total", "sum", "sum of", "overall", "combined", "total amount of", "altogether", "in total", "the total"),
        "avg": ("average", "avg", "mean", "on average", "typical", "average of", "avg of", "avg.", "ave"),
        "max": ("maximum", "max", "maximum of", "max of", "highest", "largest", "longest", "biggest", "greatest", "peak", "latest"),
        "min": ("minimum", "min", "minimum of", "min of", "lowest", "smallest", "shortest", "earliest"),
        "median": ("median", "median of"),
    },
    "avg": _one("average", "avg", "mean", "the average", "on average"),
    "count": _one(
        "how many", "number of", "count of", "count", "total number of", "the number of", "num of",
        "no of", "no. of", "# of", "how many of", "the total number of", "total count of", "a count of",
        "number of the", "how many of the", "numbers of", "the count of", "counts of",
    ),
    "count_rows": _one("number of times", "the number of times", "how many times", "how often", "frequency", "the frequency"),
    "sign": {"lt": ("negative", "with a negative", "a negative", "below zero"), "gt": ("positive", "with a positive", "a positive", "above zero")},
    "order_to": _one("close", "cancel", "approve", "reject", "reopen", "assign", "archive", "delete", "remove", "move", "merge", "add", "create", "book", "pay", "refund", "send", "email", "notify", "mark", "rename", "fire", "hire"),
    "set": _one("set", "change", "raise", "increase", "reduce", "lower", "adjust", "cut", "update", "correct", "overwrite"),
    "set_to": _one("to", "by"),
    "earlier": {
        "year": ("a year earlier", "one year earlier", "the year before", "the same period last year", "same period last year", "same time last year", "the same time last year", "same period a year ago"),
        "month": ("a month earlier", "one month earlier", "the month before"), "quarter": ("a quarter earlier", "one quarter earlier", "the quarter before"),
        "week": ("a week earlier", "the week before"), "day": ("a day earlier", "the day before"), "period": ("the period before", "the previous period", "before that"),
    },
    "x_axis": _one("x axis", "x-axis", "on x axis", "on the x axis", "on x-axis", "on the x-axis", "as x axis", "horizontal axis", "on the horizontal axis"),
    "y_axis": _one("y axis", "y-axis", "on y axis", "on the y axis", "on y-axis", "on the y-axis", "as y axis", "vertical axis", "on the vertical axis"),
    "how_much": {"money": ("how much money", "how many dollars", "how many euros"), "time": ("how long", "how much time")},
    "headcount": _one("headcount", "head count", "how many people", "number of people", "the number of people", "how many persons", "number of persons", "people count", "count of people"),
    "persons": _one("people", "persons", "person", "individuals", "folks"),
    "distinct": _one("different", "distinct", "unique", "various", "kind of", "kinds of", "different kinds of", "types of", "different types of", "sorts of", "distinct types of", "various kinds of"),
    "count_distinct": _one("distinct number of", "unique number of", "number of different", "how many different", "number of distinct", "number of unique", "how many distinct", "how many unique"),
    "by": _one(
        "by", "grouped by", "group by", "broken down by", "break down by", "break that down by", "break this down by", "split that by", "broken down per", "split per", "breakdown per", "separated by", "divided by", "split by", "across", "breakdown by", "sliced by",
        "segmented by", "based on", "according to", "classified by", "categorized by", "categorised by", "in terms of",
        "colored by", "color by", "split up by", "by the", "and group by", "and group them by", "split it by",
        "break it down by", "broken out by", "grouped into", "across the", "for different",
        "for the different", "in different", "from different", "for various", "based on the",
    ),
    "each": _one(
        "each", "every", "per", "for each", "in each", "for every", "by each", "of each", "of every", "within each", "from each",
        "at each", "on each", "with each", "per each", "in every", "to each", "each of the", "for each of the",
        "each different", "for each different", "under each", "for each distinct", "belonging to each",
    ),
    "each_alone": _one("each"),
    "which": {
        "": ("which", "what", "what is the", "what are the", "which of the", "what's the", "whats the", "what was the", "what were the", "find the", "give me the", "whose", "show the", "show me the", "tell me the", "which is the", "which are the", "what is", "what are", "what's", "which one of the"),
        "several": (),
    },
    "which_strict": _one("which", "which of the", "what kind of", "which one of the"),
    "who": _one("who", "whom", "which person", "which people"),
    "list": _one(
        "list", "listing", "list of", "list all", "show all", "list the", "list all the", "names of", "enumerate", "show me all",
        "show", "give", "display", "find", "return", "give me", "tell me", "what are", "what are the", "what is", "what is the", "find all", "find the", "show the",
        "give the", "return the", "display the", "show me the", "show me", "which are", "find out the", "list out", "please show", "please list", "give me all", "get", "fetch", "a list of", "the list of", "show all the", "what are all the", "find all the", "what are all",
        "give me the", "give me a list of", "return all", "tell me the",
    ),
    "list_strict": _one("list", "list of", "list all", "show all", "list the", "enumerate", "a list of", "list out", "show me all", "which are", "details of"),
    "o": {
        "gt": ("more than", "over", "above", "greater than", "exceeding", "exceed", "exceeds", "larger than", "higher than", "bigger than",
               "in excess of", "north of", ">", "upwards of", "is more than", "is above", "is over", "is greater than", "are more than", "were over", "was over", "more then", "is higher than", "is larger than", "are above", "that exceed", "exceeded", "exceeding the", "better than", "beyond", "later than", "strictly more than", "greater then", "larger than", "after"),
        "lt": ("less than", "under", "below", "fewer than", "smaller than", "lower than", "short of", "<", "is less than", "is below", "is under",
               "are less than", "are below", "less then", "is lower than", "is smaller than", "does not reach", "worse than", "no longer than"),
        "gte": ("at least", "no less than", "not less than", "no fewer than", "not fewer than", "minimum of", ">=", "a minimum of", "not below", "not under", "greater than or equal to", "more than or equal to", "larger than or equal to", "higher than or equal to", "bigger than or equal to", "equal or more than", "equal to or more than", "no lower than", "equal or greater than", "greater or equal to", "not lower than", "is at least", "at a minimum"),
        "lte": ("at most", "no more than", "not more than", "up to", "maximum of", "<=", "a maximum of", "not over", "not above", "not higher than", "less than or equal to", "smaller than or equal to", "lower than or equal to", "fewer than or equal to", "equal to or less than", "less or equal to", "not exceeding", "no higher than", "is at most", "no later than"),
        "equals": ("exactly", "equal to", "equals", "equal", "is exactly", "=", "==", "is equal to", "of exactly"),
        "notEquals": ("not equal to", "!=", "<>", "is not", "other than"),
    },
    "exactly": {"equals": ("only", "exactly", "just", "with only", "with exactly", "precisely")},
    "behind": {
        "gte": ("or more", "or above", "or over", "or higher", "and above", "and up", "plus", "+", "or longer", "or older", "and over", "and more", "or later", "or better", "or greater", "or larger"),
        "lte": ("or less", "or fewer", "or below", "or under", "or lower", "and below", "or younger", "or shorter", "and under", "or earlier", "or smaller", "at most"),
    },
    "between": _one("between", "ranging from", "from", "ranges from", "in the range of", "in the range", "is between", "are between", "range from"),
    "to": _one("to", "through", "-", "~", "–", "—", "and", "till", "until"),
    "not": _one(
        "not", "isn't", "aren't", "don't", "doesn't", "didn't", "non", "is not", "are not", "was not", "were not", "wasn't", "weren't", "werent", "wasnt", "arent", "isnt", "dont", "doesnt", "didnt", "havent", "hasnt",
        "no longer", "are not in", "not a", "not an", "that are not", "who are not", "which are not", "that is not", "that were not", "who do not", "that do not", "which do not", "that did not", "who did not", "not the", "do not", "does not", "did not", "not yet", "no", "is not in", "not from", "not in", "never", "non -", "that aren't", "that weren't", "ain't", "who aren't", "is not the", "that don't", "who don't", "not marked as", "whose", "un",
    ),
    "except": _one(
        "except", "excluding", "exclude", "excludes", "other than", "but not", "apart from", "not including", "besides", "leaving out", "leave out",
        "except for", "aside from", "minus", "ignoring", "ignore", "without", "without the", "outside", "outside of", "everything but", "all but", "disregarding", "omit", "omitting", "not counting", "drop", "do not include", "don't include", "rather than", "no", "excl", "excl.", "filter out", "remove", "skip",
    ),
    "left_out": _one("left out", "excluded", "not included", "not counted", "aside", "omitted", "removed", "out", "dropped", "don't count", "do not count", "ignored"),
    "without": _one(
        "without", "without any", "with no", "missing", "lacking", "no known", "unknown", "empty", "blank", "have no", "has no", "had no", "lack", "lacks", "that have no", "who have no",
        "that have never had", "never had", "have never had", "that have not had", "do not have", "don't have", "does not have", "doesn't have", "did not have", "that do not have any", "do not have any", "don't have any",
        "without a", "without an", "who gave no", "gave no", "with a missing", "with missing", "with an empty", "with a blank", "where there is no", "with unknown", "have not had any", "do not have a", "doesn't have a", "did not have any", "who do not have any", "that do not have", "who do not have", "which do not have any", "which do not have", "who don't have", "that don't have", "not have", "not have any", "not having", "not having any", "that have no", "who have no", "which have no", "with no known", "who have never had", "no", "that has no", "has not", "have not", "has no known", "still without", "still missing",
    ),
    "never": _one("never", "have never", "has never", "that never", "who never", "that have never", "who have never", "that were never", "was never", "were never", "never been", "have never been", "that have never been", "not yet", "yet to be", "nobody", "no one", "nobody ever", "that nobody", "has never been", "not been", "have not been", "has not been", "haven't been", "that haven't been", "that have not been", "have not", "haven't", "who haven't", "that haven't", "hasn't", "that did not", "that didn't", "who did not", "who didn't", "did not", "didn't", "not", "who were never", "are yet to be", "which have never been", "which were never", "without being", "without having"),
    "present": _one("with any", "with at least one", "with some", "have any", "has any", "that have any", "who have any", "with a known", "have at least one", "has at least one", "had at least one", "that have at least one", "who have at least one", "with a", "with an", "had any", "who had any", "that had any", "that have", "who have", "who had", "that had", "which have", "which had", "have a", "has a", "have had", "having", "that have been", "which have been"),
    "only": _one("only", "just", "solely", "limited to", "restricted to", "only the", "just the", "only for", "only show", "show only", "just for", "only those", "only in", "keep only", "only include"),
    "and": _one("and", "as well as", "together with", "plus", "&", "and the", "along with", "and also", "and their", "and its", "or", "or the", "and of the", "and in", "and for", "and of", "or in", "either", "and the corresponding", "as well as the", "together with the", "along with the", "along with their", "and by"),
    "or": _one("or", "either", "or the", "or in"),
    "versus": _one(
        "versus", "vs", "vs.", "v / s", "compared to", "compared with", "compare", "comparison", "against", "comparing", "comparison of",
        "difference between", "v/s", "respectively", "separately", "in comparison with", "compare the", "comparing the", "compared to the", "compared with the", "side by side", "relative to",
    ),
    "order": {
        "desc": ("descending", "desc", "from high to low", "from highest to lowest", "high to low", "highest to lowest", "largest to smallest", "most to least", "largest first",
                 "highest first", "from most to least", "decreasing", "in descending order", "in desc", "from large to small", "reverse order", "from z to a", "z to a",
                 "decreasing order", "biggest first", "most first", "in decreasing order", "from the highest to the lowest", "in reverse alphabetical order", "longest first", "from the most to the least", "from biggest to smallest", "in a descending order", "descending order", "desc order", "in reverse order", "in desc order", "from the largest to the smallest", "in descending"),
        "asc": ("ascending", "asc", "from low to high", "from lowest to highest", "low to high", "lowest to highest", "smallest to largest", "least to most", "smallest first",
                "lowest first", "from least to most", "increasing", "in ascending order", "in asc", "from small to large", "alphabetically", "alphabetical order",
                "in alphabetical order", "from a to z", "a to z", "increasing order", "in increasing order", "from the lowest to the highest", "in lexicographical order", "shortest first", "fewest first", "least first", "cheapest first", "in an ascending order", "ascending order", "asc order", "lexicographically", "in lexicographic order", "in asc order", "in ascending", "alphabetic order", "in alphabetic order", "from the smallest to the largest", "from youngest to oldest"),
    },
    "time_order": {"desc": ("newest first", "latest first", "most recent first", "from newest to oldest", "newest to oldest", "from latest to earliest", "in reverse chronological order"), "asc": ("oldest first", "earliest first", "from oldest to newest", "oldest to newest", "chronologically", "in chronological order", "from earliest to latest")},
    "judged_order": {"best": ("best first", "from best to worst", "best to worst"), "worst": ("worst first", "from worst to best", "worst to best")},
    "sort": _one("sort", "sorted", "sort by", "sorted by", "order by", "ordered by", "ordered", "rank", "ranked", "ranked by", "ranking", "rank by", "in order of",
                 "ordering", "ranking of", "arranged by", "sorting", "sort by the", "sorted by the", "ordered by the", "order by the", "in the order of", "sort them by", "and sort by", "and sort them by", "and order by", "order them by", "rank them by", "sort the", "order the", "in order by", "order", "order of", "sort it by", "sorted in", "listed by", "in order", "sorted in order of", "and order them by", "sort the results by", "order the results by", "order by their", "sorted by their", "ordered by their", "sort the list by", "please sort by", "could you sort by"),
    "s": {
        "desc": ("highest", "most", "largest", "biggest", "greatest", "the most", "the highest", "maximal", "strongest", "leading", "maximum", "max", "top", "the greatest", "the largest", "the maximum", "the biggest", "the top", "the longest", "longest", "the highest number of"),
        "asc": ("lowest", "least", "smallest", "fewest", "minimal", "the least", "the lowest", "weakest", "minimum", "min", "the fewest", "the smallest", "the minimum", "slowest", "the shortest", "shortest"),
    },
    "most": {"desc": ("most", "the most", "greatest number of", "the largest number of", "largest number of", "the highest number of"), "asc": ("fewest", "the fewest", "least", "the least", "fewest number of", "the smallest number of", "the lowest number of", "least number of")},
    "judge": {"best": ("best", "the best", "best performing", "top performing", "best ones"), "worst": ("worst", "the worst", "worst performing", "poorest", "worst ones")},
    "often": {
        "desc": ("most often", "most frequently", "most common", "most commonly", "most frequent", "busiest", "the most common", "the most frequent", "the most often", "most popular", "the most popular", "the most frequently", "the most", "most used", "most"),
        "asc": ("least often", "least common", "least frequent", "least frequently", "the least common", "least popular", "the least popular", "the least frequent", "the fewest", "quietest"),
    },
    "latest": {"desc": ("latest", "newest", "most recent", "the latest", "the newest", "the most recent", "most recently", "last"), "asc": ("earliest", "the earliest", "first", "the oldest", "oldest")},
    "top": {"desc": ("top", "first", "the top", "the first"), "asc": ("bottom", "last", "the bottom", "the last")},
    "share": _one("share", "proportion", "percentage", "percent", "composition", "split", "breakdown", "mix", "makeup", "what share", "share of", "proportion of", "percentage of", "the share of", "the percentage of", "the proportion of", "what percentage of", "what proportion of", "what share of", "percent of", "what percent of", "as a percentage", "as percentages", "in percent", "as shares", "as share", "as a share", "in percentages", "as percent", "as a percent", "% of", "the breakdown of", "breakdown of", "as a proportion", "as a percentage of", "as proportions", "in percentage", "percentage wise", "shares", "percentages", "as %", "in %", "fraction of", "what fraction of", "contribution", "as a share of", "the split of", "the composition of"),
    "spread": _one("distribution", "distribution of", "the distribution of", "spread", "spread of", "histogram of", "a distribution of"),
    "ratio": _one("ratio", "ratio of", "ratios of", "ratio between", "divided by", "the ratio of", "what's the ratio of", "the ratio between"),
    "divided": _one("per", "divided by", "over", "to", "for every", "for each", "by"),
    "trend": _one("trend", "over time", "across time", "by time", "with time", "trends", "evolution", "evolve", "evolved", "development", "develop", "developed", "change over time", "changed over time", "history", "through time", "time series", "trending", "progression", "fluctuation", "the trend of", "trend of", "trends of", "the trend in", "trend in", "trends in", "development of", "changes over time", "changing over time", "the change of", "how has", "how have", "how did", "the evolution of", "the trends of", "change", "changes", "changed", "fluctuations", "dynamics", "the development of", "timeline", "time line"),
    "all": _one("all", "all the", "every single", "any", "overall", "whole", "entire", "complete", "all of the", "all of our", "all our", "all of", "across all", "for all", "in all", "of all", "among all", "the entire", "the whole", "everything", "altogether"),
    "in": _one("among", "amongst", "among the", "amongst all", "among all", "in", "at", "on", "for", "within", "with", "during", "inside", "located in", "based in", "belonging to", "in the", "for the", "where", "whose", "where the", "whose", "from", "of", "that are", "who are", "which are", "that is", "who is", "that were", "who were", "which were", "being", "of the", "with the", "from the", "via", "through", "to", "that", "who", "which", "are", "is", "were", "was", "have", "has", "had", "as", "under", "marked as", "with a", "with an", "due to", "because of", "caused by", "using", "paid by", "paid with", "called", "named", "titled", "labelled", "flagged as", "at the", "on the", "when", "that have", "who have", "which have", "having", "that had", "a", "an", "about", "of type", "regarding", "related to", "those", "into", "came from", "living in", "working in", "coming from", "made by", "by the", "belong to", "who live in", "that belong to", "made in", "made from", "made through", "do", "does", "did", "get", "got", "gets", "can be", "be", "been", "has been", "have been"),
    "is": _one("is", "are", "was", "were", "=", ":", "equals", "equal to", "is equal to", "being", "of", "as", "is the", "are the", "is called", "called", "named", "is named", "that is", "has", "is in", "are in", "to be", "set to", "in", "is either", "are either"),
    "of": _one("of", "of the", "for", "for the", "in", "in the", "from", "from the", "of all", "of all the", "for all", "for all the", "of these", "of those", "of our", "in our", "by", "by the", "made by", "of their", "within", "at", "of its", "among", "with", "on", "'"),
    "that": _one("that", "who", "which", "where", "whose", "that have", "who have", "which have", "with", "with a", "with an", "having", "that has", "who has", "that had", "who had", "which has", "which had", "where the", "for which", "have", "has", "had", "with the", "in which", "there are", "on which", "whose", "those with"),
    "have": _one("have", "has", "had", "with", "having", "with the", "have the", "has the", "had the", "that have the", "that has the", "who has the", "who have the", "of the", "with a", "by", "made", "placed", "make", "makes", "bring", "brings", "get", "gets", "bringing", "whose", "got", "received", "brought", "brought in", "generated", "generates", "generate", "earned", "is the", "are the", "that had the", "achieved", "uses", "use", "used", "there is", "there are", "were", "took", "take", "owns", "own", "hold", "holds", "contain", "contains", "offers", "gave", "give", "produces", "produced", "do", "did", "shows", "saw", "spend", "spends", "did the", "sold", "sell", "sells", "sold the", "published"),
    "like": {"contains": ("contain", "contains", "containing", "including the word", "includes the word", "include letter", "contains the word", "contains the letter", "contain the letter", "with the word", "with the letter", "includes", "include", "that contain", "that contains", "has the substring", "contains the substring", "containing the word", "containing the letter", "has the word", "which contain", "that contain the word", "contains the phrase", "contain the word", "with the substring", "have the word", "includes the substring", "has the letter", "like"),
             "startsWith": ("start with", "starts with", "starting with", "begin with", "begins with", "beginning with", "start with the letter", "starts with the letter", "that start with", "that begin with", "starting with the letter", "which start with", "begins with the letter", "that starts with"),
             "endsWith": ("end with", "ends with", "ending with", "ending in", "ends with the letter", "ending with the letter", "that end with", "end in", "ends in")},
    "on_year": _one("year over year", "year-over-year", "year on year", "year-on-year", "yoy", "y/y", "over the previous year", "over the prior year", "on the previous year", "against the year before", "over the year before", "on the year before", "than the year before", "compared with the year before", "compared to the year before", "vs last year", "versus last year", "compared with last year", "compared to last year", "against last year", "same period last year", "vs the previous year", "versus the same period last year", "vs same period last year", "vs. last year", "to the same period last year", "with the same period last year", "vs prior year", "vs previous year", "versus the year before", "vs the year before", "compared to the same period last year", "compared with the same period last year", "than last year", "versus prior year"),
    "on_period": {
        "": ("period over period", "over the previous period", "against the previous period", "from the previous period", "the period before", "vs the previous period", "versus the previous period", "compared with the previous period", "compared to the previous period", "vs previous period"),
        "month": ("month over month", "month-over-month", "month on month", "month-on-month", "mom", "m/m", "over the previous month", "from the previous month", "the month before", "the month prior", "vs the previous month", "vs previous month", "compared to the previous month", "compared with the previous month", "vs the month before", "vs last month", "compared with last month", "compared to last month", "versus last month", "versus the month before", "against last month"),
        "quarter": ("quarter over quarter", "quarter-over-quarter", "qoq", "q/q", "over the previous quarter", "the quarter before", "the quarter prior", "quarter on quarter", "vs the previous quarter", "compared with the previous quarter", "vs last quarter", "versus last quarter", "compared to last quarter", "versus the quarter before", "compared with last quarter"),
        "week": ("week over week", "week-over-week", "wow", "the week before", "week on week", "vs last week", "compared with last week", "compared to last week", "vs the previous week", "versus last week"),
        "day": ("day over day", "the day before", "vs yesterday", "day on day", "compared with yesterday", "compared to yesterday"),
    },
    "growth": _one("growth", "growth rate", "growth rates", "rate of growth", "percent change", "percentage change", "% change", "rate of change", "percentage growth", "percentage increase", "percent increase", "growing", "grew", "grow", "grown", "increase", "increased", "increasing", "decrease", "decreased", "decreasing", "rose", "declined", "declining", "dropped", "change in", "growth of", "growth in", "how much did", "change", "the growth of", "drop", "fell", "fall", "rise", "decline", "the change in"),
    "running": _one("cumulative", "cumulatively", "running total", "running totals", "running sum", "running total of", "cumulative total", "accumulated", "accumulative", "cumulative sum of", "cumulated", "the running total of", "running count of", "cumulative number of", "running sum of", "a running total of", "cumulative total of", "rolling total", "running"),
    "about": _one("what about", "how about", "and for", "the same for", "same for", "now", "and what about", "and now", "ok now", "now for", "ok", "okay", "also for", "then", "and"),
    "instead": _one("instead", "instead of that", "rather", "actually", "make it", "change to", "change it to", "switch to", "replace with", "change that to", "use", "now use", "show it", "but"),
    "also": _one("also", "too", "as well", "add", "additionally", "in addition", "add the", "also show", "also by", "plus", "include", "and also", "add to that", "to that", "include the", "on top", "next to that", "also split by", "further by", "and split by", "alongside"),
    "remove": _one("remove", "remove the", "drop", "drop the", "without the", "forget", "forget the", "clear", "clear the", "take out", "take away", "undo", "lose", "lose the", "leave out the"),
    "filter": _one("filter", "filters", "condition", "restriction", "limit", "filtering", "split", "breakdown", "grouping"),
    "again": _one("again", "back", "back to", "all", "put back", "bring back", "add back", "go back to"),
    "unit": {"": ("dollars", "usd", "euros", "eur", "points", "stars", "units", "times", "people", "kg", "kgs", "kilograms", "kilos", "lb", "lbs", "pounds", "km", "kilometers", "kilometres", "miles", "mph", "meters", "metres", "feet", "inches", "cm", "kwh", "kw", "mw", "gb", "mb", "tb", "yuan", "rmb", "nights", "tons", "tonnes", "litres", "liters", "cents"),
             "minute": ("minutes", "minute", "mins", "min"), "hour": ("hours", "hour", "hrs", "hr", "h"), "day": ("days", "day"), "second": ("seconds", "second", "secs", "sec", "s"), "month": ("months", "month"), "year": ("years", "year", "years old"), "week": ("weeks", "week")},
    "percent": _one("percent", "per cent", "%", "pct", "percentage points"),
    "grain": {
        "hour": ("hour", "hours"), "day": ("day", "days", "date", "dates"), "week": ("week", "weeks"), "month": ("month", "months"),
        "quarter": ("quarter", "quarters"), "year": ("year", "years"),
    },
    "every_grain": {
        "hour": ("hourly", "by hour", "per hour"), "day": ("daily", "by day", "per day", "each day", "every day", "by date", "per date", "day by day", "on each day"),
        "week": ("weekly", "by week", "per week", "each week", "every week", "week by week"),
        "month": ("monthly", "by month", "per month", "each month", "every month", "month by month", "by months", "in each month", "for each month", "over the months"),
        "quarter": ("quarterly", "by quarter", "per quarter", "each quarter", "every quarter", "quarter by quarter", "in each quarter", "for each quarter"),
        "year": ("yearly", "annually", "annual", "by year", "per year", "each year", "every year", "year by year", "over the years", "by years", "in each year", "for each year"),
    },
    "or_not": _one("or not", "or otherwise", "and not", "yes or no"),
    "plural": _one("those", "these", "ones", "of them"),
    "pron": _one("it", "they", "them", "that", "this", "these", "those", "one", "ones", "the ones", "of these", "of them", "of those", "their", "its"),
    "rest": _one("the rest", "others", "the others", "rest"),
    "exist": _one("is there", "are there", "do we have", "do they have", "any", "did we have", "have we", "we have", "do you have", "were there", "was there", "there are", "there were", "we had"),
    "rate": _one("rate", "share of", "percentage of", "ratio"),
    "lengths": _one("length of", "letters in"),
}  # fmt: skip

CHARTS: Final = {
    "pie": ("pie", "pie chart", "piechart", "pie graph", "donut", "doughnut", "donut chart", "pie of"),
    "stacked_bar": ("stacked bar", "stacked bar chart", "stacked bar charts", "stacked barchart", "stack bar chart", "stack bar charts", "stacked bars", "stack bar", "stacked column", "stacked", "stacked columns", "stacked column chart"),
    "grouped_bar": ("grouped bar", "grouped bar chart", "clustered bar", "grouped bars", "grouped column chart", "clustered bar chart"),
    "bar": ("bar", "bar chart", "barchart", "bar charts", "barcharts", "bar graphs", "bar graph", "bargraph", "bars", "column chart", "histogram", "bar plot", "columns chart"),
    "line": ("line", "line chart", "linechart", "line charts", "lines", "line graph", "linegraph", "line plot", "curve"),
    "area": ("area chart", "area graph"),
    "scatter": ("scatter", "scatter plot", "scatter chart", "scatterplot", "point chart", "scatter graph", "correlation", "correlations", "correlate", "correlates", "correlated", "relate", "relates", "related to", "relationship", "relationships", "correlation between", "relationship between"),
    "heatmap": ("heatmap", "heat map"),
    "none": ("as a table", "as table", "in a table", "table view", "data table"),
    "number": ("big number", "single number"),
}  # fmt: skip

REFUSED: Final = {
    "forecast": ("forecast", "predict", "prediction", "projected", "projection", "estimate next", "will be", "going to be", "expect"),
    "percentile": ("percentile", "quartile", "percentiles", "quartiles"),
    "deviation": ("standard deviation", "variance", "stddev", "std dev"),
    "cause": ("why", "reason for", "reasons for", "cause of", "why did", "why is", "why are", "what caused", "explain why"),
    "regression": ("regression",),
    "weekday": ("day of week", "day of the week", "weekday", "weekdays", "weekend", "weekends", "hour of day", "hour of the day", "time of day"),
    "change_data": ("delete", "update", "insert", "drop table", "alter", "truncate", "delete from", "set to", "book me", "cancel my", "email", "send"),
}  # fmt: skip

NOISE: Final = (
    "the", "a", "an", "please", "pls", "plz", "me", "i", "i'd", "like", "to", "we", "us", "our", "ours", "you", "your", "can", "could", "would", "should", "may", "might",
    "want", "need", "see", "look", "let", "let's", "know", "hi", "hello", "hey", "thanks", "thank", "thx", "ok", "okay", "well", "so", "very", "really", "actually", "currently", "current", "right now", "now",
    "ever", "still", "already", "quickly", "quick", "great", "good", "nice", "there", "here", "this", "that", "these", "those", "it", "they", "them", "their", "its", "his", "her", "he", "she", "him",
    "varies", "vary", "varied", "varying", "render", "do", "does", "did", "done", "is", "are", "was", "were", "be", "been", "being", "have", "has", "had", "having", "will", "shall", "must",
    "show", "shows", "shown", "display", "displayed", "plot", "plotted", "draw", "give", "tell", "find", "get", "fetch", "return", "present", "visualize", "visualise", "provide", "retrieve", "select", "calculate", "compute", "determine", "query", "render", "generate", "create", "make", "made", "build", "produce", "report", "use", "using", "used", "take",
    "chart", "graph", "diagram", "figure", "charts", "graphs", "plots", "table", "data", "dataset", "information", "info", "overview", "summary", "view", "numbers", "number", "value", "values", "amount", "figures", "stats", "statistics", "statistic", "record", "records", "row", "rows", "entry", "entries",
    "what", "what's", "whats", "which", "who", "whose", "how", "when", "where", "much", "many", "some", "any", "all", "both", "each other", "one", "ones", "same", "also", "too", "as well", "and", "or", "but", "then", "if", "as", "of", "in", "on", "at", "by", "for", "with", "from", "into", "out", "off", "up", "down", "than", "about", "between", "across", "during", "while", "along", "together", "only", "just",
    "respective", "corresponding", "existing", "available", "exist", "exists", "different", "distinct", "various", "several", "given", "certain",
    "company", "business", "people", "person", "persons", "us all", "everybody", "somebody", "someone", "anyone", "thing", "things", "item", "items", "a kind of",
    "u", "im", "i'm", "we've", "ive", "id like", "want to know", "would like to know", "for me", "question", "answer", "by the way", "btw", "yet", "until now", "so far", "till", "via", "per", "total", "order", "in order", "name", "names",
    "member", "members", "database", "system", "individuals", "set", "group", "groups", "go", "going", "come", "comes", "came", "happen", "happened", "happens", "occur", "occurred", "exactly", "altogether", "overall", "basically", "roughly", "approximately", "around", "please show", "hey could u", "sorry", "hmm", "um", "yes", "no problem", "cheers", "kindly", "simply", "again", "instead", "x axis", "y axis", "x", "y", "axis", "vertical", "horizontal", "simple", "color", "colour", "colored", "scale", "series", "multiple", "separate", "respectively", "each", "every", "single", "own", "whole", "new chart", "ago", "has got", "got", "gotten", "located", "involved", "shared", "contained", "included", "associated", "related", "given", "called", "named", "listed", "stored", "known", "based", "belong", "belongs", "belonging", "amongst", "whom", "themselves", "ordered", "once", "least once", "look after", "looks after", "took place", "take place", "takes place", "place", "placed", "who's", "how's",
    "offered", "held", "taken", "created", "produced", "written", "conducted", "hosted", "provided", "recorded", "registered in", "stated", "working on", "showing", "cross", "along", "corresponding to",
)  # fmt: skip

HARM: Final = (
    "overdue", "late", "complaint", "complaints", "error", "errors", "cancel", "cancelled", "cancellation", "cancellations", "churn", "defect", "defects",
    "failure", "failures", "fault", "faults", "outage", "outages", "delay", "delays", "delayed", "loss", "losses", "absence", "absenteeism", "missed", "bad",
    "return", "returns", "returned", "refund", "refunds", "debt", "risk", "injury", "injuries", "accident", "accidents", "waste", "no-show", "no-shows",
    "termination", "terminated", "unpaid", "downtime", "cost", "costs", "expense", "expenses", "rejected", "rejection", "incident", "incidents", "bounce", "dropout",
    "turnover", "attrition", "claims", "damage", "damaged", "lost", "unplanned", "open", "waiting",
)  # fmt: skip

SMALL: Final = SmallWords(
    articles=frozenset(("the", "a", "an", "of")),
    joints=frozenset("-"),
    prepositions=frozenset(("in", "at", "among", "amongst", "from", "for", "with", "by")),
    restricting=frozenset(("in", "at", "from", "for", "named", "called")),
    before_names=frozenset(
        ("from", "for", "of", "in", "at", "by", "named", "called", "to", "customer", "only")
    ),
    auxiliaries=frozenset(
        (
            "that",
            "who",
            "which",
            "do",
            "does",
            "did",
            "has",
            "have",
            "had",
            "is",
            "are",
            "was",
            "were",
            "been",
            "each",
        )
    ),
    supports=frozenset(("do", "does", "did")),
    participles=(
        "ed",
        "ing",
        "own",
        "ght",
        "ade",
        "old",
        "eld",
        "ept",
        "eft",
        "uilt",
        "ent",
        "aid",
        "ten",
        "ven",
        "ken",
        "ung",
        "orn",
        "ood",
    ),
    behind_verbs=frozenset(
        ("by", "with", "for", "to", "from", "in", "on", "at", "of", "into", "the", "a", "an", "any")
    ),
    manner=("ly",),
    here=frozenset(("this", "our")),
    agents=frozenset(("by",)),
    of=frozenset(("of",)),
    every=frozenset(("the", "a", "all", "their", "each", "every")),
    one=frozenset(("the", "a", "their")),
    determiners=frozenset(("the", "a", "an")),
    quantities=frozenset(("number", "count", "average", "total")),
    properties=frozenset(("name", "names", "date", "type")),
)
