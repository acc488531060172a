"""What every process that talks loads before its first message, as far as it is no thread and no open file.

Imported once by the server that they are forked from, so that the time goes into talks and not into beginning them.
"""

from __future__ import annotations

import chromadb  # noqa: F401
import onnxruntime  # noqa: F401

import reflect.engines.guided.engine
import reflect.ledger
import reflect.ownership  # noqa: F401
from reflect.corpus import read_articles
from reflect.language.clauses import gerund
from reflect.language.tongues import load_identifier
from reflect.practices import load_practices

load_practices()
load_identifier()
read_articles()
gerund("begin")
