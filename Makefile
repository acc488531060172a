# Everything happens in the project's own .venv; nothing needs root and nothing but Python packages is fetched.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install chat test lint browser record

install: .venv/installed ## what the library, the command line and the page need

chat: install ## open the page
	$(BIN)/python app.py

test: .venv/installed-dev ## all tests but those in a browser
	$(BIN)/pytest --ignore tests/browser

browser: .venv/installed-dev ## the tests in a browser; they skip where there is none
	$(BIN)/pytest tests/browser -rs

record: .venv/installed-dev ## record the talks of tests/recorded with the model in REFLECT_MODEL
	$(BIN)/pytest tests/recorded --record-mode=rewrite

lint: .venv/installed-dev ## format, lint, types, and which way imports may run
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/python: 
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'reflect needs Python 3.11 or newer; this is ' + sys.version.split()[0] + '. Say which to use: make chat PYTHON=python3.12')"
	$(PYTHON) -m venv .venv
	touch $@

.venv/installed: .venv/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@
