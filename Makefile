# Two commands are all a newcomer needs; each sets everything up by itself.
#   make book    build the site, serve it on this machine, print its address
#   make test    run everything that is checked
# Needs: Python 3.11 or newer, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
VIEWS := nnlib/widgets/static
SITE := _build/html
BOOK := $(BIN)/jupyter-book build book --config _config.yml --toc "$(CURDIR)/_toc.yml" --path-output .

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONHASHSEED := 0

.PHONY: book html serve test lint unit notebooks browser execute release benchmarks mutants clean

book: html serve

html: $(READY) $(VIEWS)
	$(BOOK) -n -W --keep-going

serve: $(READY)
	$(BIN)/python -m livepage.serve $(SITE)

test: lint unit notebooks html browser

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

unit: $(READY) $(VIEWS)
	$(BIN)/python -m pytest tests --ignore=tests/browser -n 2 --dist loadfile

notebooks: $(READY) $(VIEWS)
	$(BIN)/python -m pytest --nbval book --ignore=book/assignments -n 2 --dist loadfile

browser: $(READY)
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest tests/browser -n 2 --dist loadfile

# Runs every notebook again and stores what it says; without a change in the code it leaves no change in git.
execute: $(READY) $(VIEWS)
	$(BIN)/python book/execute.py

# Makes the students' version of the assignments, book/assignments/, from assignments/source/.
release: $(READY)
	$(BIN)/python -m assignments.release

# nnlib beside PyTorch, scikit-learn, JAX and plain NumPy; then how fast the pages answer.
benchmarks: html
	$(BIN)/python -m pip install --quiet --editable ".[benchmarks]"
	$(BIN)/python -m benchmarks.training
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python benchmarks/page.py

# Changes the core of nnlib in every small way, and sees which changes no test notices (half an hour).
mutants: $(READY)
	$(BIN)/python -m pip install --quiet --editable ".[mutants]"
	$(BIN)/python tests/nnlib/mutants.py

clean:
	rm -rf $(VENV) _build $(VIEWS)

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --requirement requirements.txt --editable ".[book,grade,test]"
	touch $@ $(VIEWS)

$(VIEWS): $(READY) $(wildcard nnlib/widgets/views/* nnlib/widgets/package*.json nnlib/widgets/build.mjs nnlib/style/*)
	$(BIN)/python hatch_build.py
	touch $@
