"""Stop lists and roll-ups as documents: HTML that stands alone, Markdown, a spreadsheet, JSON.

person.py and team.py put what is shown into words; html.py, markdown.py and sheet.py write it down.
"""
