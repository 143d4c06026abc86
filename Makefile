# Two commands: `make run` opens the app, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# Only this computer sees the page; HOST=0.0.0.0 shows it to the whole network.
HOST ?= localhost

.PHONY: run test clean

run: $(VENV)/.installed
	$(BIN)/streamlit run app.py --server.address $(HOST) --server.port $(PORT) --browser.serverAddress $(patsubst 0.0.0.0,localhost,$(HOST))

test: $(VENV)/.installed-dev
	@started=$$(date +%s); set -ex; \
	$(BIN)/ruff format --check .; \
	$(BIN)/ruff check .; \
	$(BIN)/mypy; \
	TEN_OPINIONS_THREADS=1 $(BIN)/pytest -n 2 --dist worksteal; \
	set +x; seconds=$$(($$(date +%s) - started)); echo "make test took $$((seconds / 60)) min $$((seconds % 60)) s"

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and 'Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-export.txt requirements-server.txt $(VENV)/.installed
	$(BIN)/python -m pip install -r requirements-dev.txt
	@# a reference for the scores; its own requirements need a compiler and serve parts that no test uses
	$(BIN)/python -m pip install --no-deps isic-challenge-scoring==5.6.0
	touch $@
