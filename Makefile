# Tin Mở. `make publish` sets up .venv with what publishing needs, `make test` with all; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
UV := work/uv/bin/uv

.PHONY: help publish test lint check schemas answers model events words serve docs screenshots bench lock clean

help:  ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

publish: $(READY)  ## Publish articles/ into output/ (only what changed is done again)
	$(BIN)/tinmo publish articles --output output

test: $(DEV)  ## Run all tests
	$(BIN)/pytest -n 2

lint: $(DEV)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(DEV)  ## Generated files are up to date, and a fresh run gives output/ byte for byte
	$(BIN)/tinmo schemas --check
	rm -rf work/check && $(BIN)/tinmo publish articles --output output --work work/check --archive work/check/archive
	git diff --exit-code --stat -- output

schemas: $(DEV)  ## Generate schemas/*.schema.json from pipeline/record/model.py
	$(BIN)/tinmo schemas

answers: $(DEV)  ## Write docs/queries/README.md from the queries beside it
	$(BIN)/python docs/queries/update.py

serve: publish  ## Publish, then serve pages, data, search, feed and SPARQL on http://127.0.0.1:8000/
	$(BIN)/tinmo serve --output output

GOLD := ../shared/gold
model: $(DEV)  ## Learn models/recogniser.xz and its card from the annotated articles of ../shared/gold
	OMP_NUM_THREADS=1 $(BIN)/tinmo train $(GOLD)/dev.jsonl $(GOLD)/dev.articles.jsonl $(GOLD)/train.jsonl $(GOLD)/train.articles.jsonl

events: $(DEV)  ## Learn models/events.xz and its card from the same articles, with the names of models/recogniser.xz
	OMP_NUM_THREADS=1 $(BIN)/tinmo train-events $(GOLD)/dev.jsonl $(GOLD)/dev.articles.jsonl $(GOLD)/train.jsonl $(GOLD)/train.articles.jsonl

words: $(DEV)  ## Learn models/words.xz from ../shared/corpus (needs gensim: pip install tinmo[words])
	PYTHONHASHSEED=0 OMP_NUM_THREADS=1 $(BIN)/tinmo words ../shared/corpus/news-2017.jsonl.xz

docs: $(DEV)  ## Build the documentation site into work/site; a dead link or a request to elsewhere fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

screenshots: $(DEV) publish  ## Take the pictures in docs/screenshots/ anew (needs Chromium)
	$(BIN)/python docs/screenshots/update.py

bench: $(DEV)  ## Print speeds as ratios against named peers
	$(BIN)/python benchmarks/quads.py
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/resolution.py 1000000
	$(BIN)/python benchmarks/serve.py 100000
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/growth.py

lock:  ## Pin all dependencies anew, with hashes: of use, and of development
	$(PYTHON) -m venv work/uv && work/uv/bin/pip install --quiet uv
	$(UV) pip compile pyproject.toml --extra build --universal --generate-hashes --no-header -o requirements.lock
	$(UV) pip compile pyproject.toml --extra build --extra dev --constraint requirements.lock --universal \
		--generate-hashes --no-header -o requirements-dev.lock

clean:  ## Remove .venv, work in progress and the store
	rm -rf $(VENV) work output/store build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
