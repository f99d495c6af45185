"""Whether the graph is as declared: the rules of the ontology, and shapes of a user's own."""

from queries.check.model import Broken, Found, RuleText, rule_text
from queries.check.run import CheckResult, Finding, check

__all__ = ["Broken", "CheckResult", "Finding", "Found", "RuleText", "check", "rule_text"]
