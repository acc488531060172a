"""The small words of English that the rules of this package go by, and how a list of words is said."""

from __future__ import annotations

from collections.abc import Iterable

PRONOUNS = frozenset(
    """
    i we you he she it they that this these those there nobody none noone everyone everybody anyone someone somebody
    people who what
    """.split()
)
ADVERBS = frozenset(
    """
    always usually often just also still currently really mostly never hardly rarely sometimes now then only even ever
    generally normally typically regularly personally probably already simply basically kind sort of all both not
    """.split()
)
DETERMINERS = frozenset("a an the my our your his her its their this that every each some any no another".split())
AUXILIARIES = frozenset(
    """
    am is are was were be been being have has had do does did will would can could should must may might shall 'm 's 're
    've 'd 'll isn't aren't wasn't weren't don't doesn't didn't can't won't wouldn't couldn't haven't hasn't hadn't
    shouldn't
    """.split()
)
SMALL = frozenset(
    """
    a an the i we you he she it they this that these those there here my your our their his her its and or but so if
    when while since because before after for from to of on in at by with without about into over under as than not no
    nobody none nothing never always everyone everybody everything someone somebody something anyone anything who what
    which where how why whoever whatever whether both either neither each every all any some most many much more less
    few several one two three four five six seven eight nine ten eleven twelve once twice half can could will would
    should must may might shall
    """.split()
)
# What people begin with before they say something.
HESITATIONS = (
    "well", "like", "ok", "okay", "right", "honestly", "basically", "um+", "uh+", "er+", "ugh+", "argh+", "phew", "oof",
    "oh", "ah", "hm+", "yeah", "i mean", "you know", "to be honest", "tbh", "lol", "haha", "anyway", "let me see",
    "let's see", "frankly", "obviously",
)  # fmt: skip
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def join(words: Iterable[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    listed = list(words)
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)
