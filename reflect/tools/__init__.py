"""What other programs use: functions with plain types (offers.py), for LangChain, MCP and the page's addresses."""
