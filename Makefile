# Two commands set everything up on a fresh machine: `make demo` and `make test`.
# `make train` needs the public corpora (configs/minilm.toml says where they lie) and hours; stopped, it goes on.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test lint train evaluate bench clean

.venv/run.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "exocargo needs Python 3.11 or newer: set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing exocargo into .venv (a few minutes the first time)"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/test.stamp: .venv/run.stamp
	@echo "installing what the tests need"
	@$(PIP) install -c constraints.txt -e '.[test]'
	@touch $@

demo: .venv/run.stamp
	@rm -rf demo-out
	@$(BIN)/exocargo extract examples/papers --out demo-out
	@$(BIN)/exocargo show demo-out --limit 200

test: .venv/test.stamp
	$(BIN)/python -m pytest -q

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

train: .venv/test.stamp
	$(BIN)/exocargo train configs/minilm.toml --out training --resume

evaluate: .venv/run.stamp
	$(BIN)/exocargo evaluate --gold annotations/gold --model exocargo-minilm --folds group --out evaluation-out/model
	$(BIN)/exocargo evaluate --gold annotations/gold --baseline rules --folds group --out evaluation-out/rules
	$(BIN)/exocargo evaluate --gold annotations/gold --baseline cooccurrence --folds group --out evaluation-out/cooccurrence

bench: .venv/test.stamp
	$(BIN)/python benchmarks/pdf_sentences.py annotations/gold/review.txt
	$(BIN)/python benchmarks/speed.py --out speed.json

clean:
	rm -rf .venv demo-out evaluation-out training build *.egg-info
