"""What other programs call: the same answers through Python, LangChain, MCP and the page's addresses."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client
from langchain_core.tools import BaseTool

from reflect.assistant import Reflect
from reflect.errors import InputError
from reflect.tools.agents import ArticleRetriever, RoleRetriever, reflect_tools, talk_runnable
from reflect.tools.offers import Offers
from tests.served import served

HANNAH = "Hannah Weiss"
DISCOUNTS = "approving every discount"


@pytest.fixture
def offers(harbor: Reflect) -> Offers:
    return Offers(harbor)


def test_whose_work_it_is_comes_with_the_line_and_who_holds_it(offers: Offers, harbor: Reflect) -> None:
    found = offers.whose_work_is_it(DISCOUNTS, HANNAH)
    first = found.likely[0]
    assert found.verdict == "other"
    assert (first.role, first.people) == ("Deal Desk", ("Luis Prado",))
    assert first.line in [line.text for role in harbor.team.roles for line in role.lines]


def test_a_draft_has_what_was_given_and_leaves_the_rest_blank(offers: Offers) -> None:
    draft = offers.draft_handoff(DISCOUNTS, HANNAH, hours=3, why="Margins move while deals close", cause="unaware")
    assert draft.to == ("Luis Prado",)
    assert "three hours a week" in draft.markdown
    assert "Margins move while deals close." in draft.markdown
    assert "____ *(Luis)*" in draft.markdown
    assert "What good looks like" in draft.markdown
    assert "nobody waits" not in draft.markdown


def test_nothing_is_kept_of_a_draft(offers: Offers, harbor: Reflect) -> None:
    offers.draft_handoff(DISCOUNTS, HANNAH)
    assert harbor.sessions() == []
    assert harbor.agreements.list() == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"owner": "Zebedee"}, "Zebedee"),
        ({"cause": "laziness"}, "cause can't be 'laziness'; it is one of"),
        ({"activity": "x"}, "names no work that could be handed over"),
        ({"person": "Nobody Known"}, "Nobody Known"),
    ],
)
def test_what_cannot_be_drafted_is_said(offers: Offers, given: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        offers.draft_handoff(**{"activity": DISCOUNTS, "person": HANNAH, **given})


def test_a_program_cannot_put_work_under_stop(offers: Offers) -> None:
    listed = offers.stop_list(HANNAH, [DISCOUNTS, "a report that nobody needs any more"], [3, 1])
    assert {one.activity: one.hours_per_week for one in listed} == {
        DISCOUNTS: 3, "a report that nobody needs any more": 1,
    }  # fmt: skip
    assert "stop" not in {one.pile for one in listed}


# ---- LangChain


@pytest.fixture
def tools(harbor: Reflect) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in reflect_tools(harbor)}


def test_an_agent_is_told_what_each_tool_takes(tools: dict[str, BaseTool]) -> None:
    assert set(tools) == {"whose_work_is_it", "draft_handoff", "stop_list", "search_articles"}
    for tool in tools.values():
        assert tool.description
        assert all(about.get("description") for about in tool.args.values())


def test_a_tool_answers_with_plain_data(tools: dict[str, BaseTool]) -> None:
    found = tools["whose_work_is_it"].invoke({"activity": DISCOUNTS, "person": HANNAH})
    assert json.loads(json.dumps(found))["likely"][0]["role"] == "Deal Desk"


def test_what_a_tool_cannot_do_comes_back_as_a_sentence(tools: dict[str, BaseTool]) -> None:
    told = tools["draft_handoff"].invoke({"activity": DISCOUNTS, "person": HANNAH, "cause": "laziness"})
    assert "it is one of" in told


def test_a_passage_that_was_retrieved_stands_in_its_article(harbor: Reflect) -> None:
    found = ArticleRetriever(reflect=harbor, count=2).invoke("leaving white space in a plan")
    assert len(found) == 2
    for document in found:
        passage = harbor.passage(document.metadata["source"])
        assert passage is not None
        assert passage.text == document.page_content


def test_a_line_that_was_retrieved_is_the_likeliest_owners(harbor: Reflect) -> None:
    assert RoleRetriever(reflect=harbor).invoke(DISCOUNTS)[0].metadata["role"] == "deal-desk"


def test_a_talk_streams_as_a_runnable(harbor: Reflect) -> None:
    conversation = harbor.session(person=HANNAH)
    pieces = list(talk_runnable(conversation).stream("I check every quote, six hours a week"))
    assert len(pieces) > 1
    assert "".join(pieces).strip() == conversation.last.text


# ---- MCP, with the official client


async def _ask(home: Path, tool: str, given: dict[str, Any]) -> Any:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    command = StdioServerParameters(
        command=sys.executable, args=["-m", "reflect", "mcp", "--team", "harbor"],
        env={**os.environ, "REFLECT_HOME": str(home)},
    )  # fmt: skip
    async with stdio_client(command) as (read, write), ClientSession(read, write) as client:
        await client.initialize()
        known = [one.name for one in (await client.list_tools()).tools]
        return known, await client.call_tool(tool, given)


def test_the_tools_are_there_over_mcp(home: Path) -> None:
    known, answer = asyncio.run(_ask(home, "whose_work_is_it", {"activity": DISCOUNTS, "person": HANNAH}))
    assert set(known) == {"whose_work_is_it", "draft_handoff", "stop_list", "search_articles"}
    assert answer.structuredContent["likely"][0]["role"] == "Deal Desk"


# ---- the page's addresses


def test_the_page_answers_programs_too(home: Path, tmp_path: Path) -> None:
    with served("harbor", home, tmp_path / "reflect.sqlite") as url:
        client = Client(url, verbose=False, analytics_enabled=False)
        found = client.predict(DISCOUNTS, HANNAH, api_name="/whose_work_is_it")
        assert found["likely"][0]["role"] == "Deal Desk"
        draft = client.predict(DISCOUNTS, HANNAH, "", 3, api_name="/draft_handoff")
        assert "three hours a week" in draft["markdown"]
        with pytest.raises(Exception, match="there is nobody called 'Zebedee'"):
            client.predict("Zebedee", ["x"], None, api_name="/stop_list")
        named = set(client.view_api(return_format="dict", print_info=False)["named_endpoints"])
        assert named == {"/whose_work_is_it", "/draft_handoff", "/stop_list", "/search_articles"}
