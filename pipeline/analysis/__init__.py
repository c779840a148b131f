"""The analysis of a result without a model, and the proof of the numbers in any analysis.

`facts_of` finds what is worth knowing, `write` says it, `prove` reads the numbers back from a text
and holds them against the result.
"""

from pipeline.analysis.facts import Fact
from pipeline.analysis.find import facts_of
from pipeline.analysis.proof import Checked, Proof, prove
from pipeline.analysis.write import write

__all__ = ["Checked", "Fact", "Proof", "facts_of", "prove", "write"]
