"""Every chapter on an equation has its eight parts, and every notebook is fit to be kept under git.

The parts are found by the headings below, in this order, and by the ids and tags of the cells:
  1 the equation      in its section, labelled as in EQUATIONS; the label marks its line in nnlib, too
  2 the derivation    Step by step: at least two subsections, and shapes beside the products
  3 by hand           cells whose id begins with by-hand (test_numbers.py works them out)
  4 the code line     a line that ends with # and the label, and the cell code-same, which shows True and never False
  5 the live figure   one cell tagged `live` in The figure, with a prediction before it and an answer after it
  6 a check           code cells in Check it, with outputs
  7 exercises         three or more, the first to predict and then move the slider; each with a folded solution and
                      its code, a cell solution-1, solution-2, … tagged hide-cell
  8 questions         two or three, in bold and numbered, each with a folded answer
"""

import re
from itertools import pairwise

import pytest

from tests.book.notebooks import BOOK, CHAPTERS, code, markdown, read, tags

SECTIONS = [
    "The figure",
    "The idea",
    "The equation",
    "Step by step",
    "By hand",
    "In code",
    "Check it",
    "Experiment",
    "Summary",
    "Exercises",
    "Questions",
    "What comes next",
]
EQUATIONS = {
    "weighted-sum": "eq-weighted-sum",
    "activation": "eq-activation",
    "forward-pass": "eq-forward",
    "loss": "eq-loss",
    "output-error": "eq-output-error",
    "backpropagated-error": "eq-backpropagated-error",
    "weight-gradient": "eq-weight-gradient",
    "bias-gradient": "eq-bias-gradient",
    "update-rule": "eq-update",
    "training-loop": "eq-training-loop",
}
ON_EQUATIONS = [chapter for chapter in EQUATIONS if chapter in CHAPTERS]
TAGS = {"live", "live-setup", "hide-cell"}


def sections(notebook):
    """{heading: its cells}"""
    found, cells = {}, []
    for cell in notebook.cells:
        heading = re.match(r"## (.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            cells = found[heading[1]] = []
        cells.append(cell)
    return found


def text(cells):
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_the_chapters_of_the_book_are_those_of_the_contents():
    listed = re.findall(r"file: (\S+)", (BOOK.parent / "_toc.yml").read_text("utf-8"))
    contents = [page for page in listed if "/" not in page]  # assignments.md links those in the folder
    pages = {path.stem for path in BOOK.iterdir() if path.suffix in (".ipynb", ".md")} - {"index"}
    assert sorted(contents) == sorted(pages)
    linked = re.findall(r"\{doc\}`(?:[^`]*<)?([\w-]+)>?`", (BOOK / "index.md").read_text("utf-8"))
    assert sorted(contents) == sorted(linked), "the front page links every page, once"


@pytest.mark.parametrize("chapter", ON_EQUATIONS)
class TestParts:
    def test_sections_in_order(self, chapter):
        assert list(sections(read(chapter))) == SECTIONS

    def test_what_you_will_be_able_to_do(self, chapter):
        title = read(chapter).cells[0].source
        assert title.startswith("# ") and "After this chapter you can" in title and title.count("\n- ") >= 3

    def test_1_equation(self, chapter):
        label = EQUATIONS[chapter]
        assert f"$$ ({label})" in text(sections(read(chapter))["The equation"])
        sources = [path.read_text("utf-8") for path in (BOOK.parent / "nnlib").glob("*.py")]
        assert any(re.search(rf"#.*\b{label}\b", source) for source in sources), f"no line of nnlib is marked {label}"

    def test_2_derivation(self, chapter):
        derivation = text(sections(read(chapter))["Step by step"])
        assert derivation.count("\n### ") >= 2
        assert r"\underset{(n" in derivation, "no shapes"

    def test_3_by_hand(self, chapter):
        by_hand = sections(read(chapter))["By hand"]
        assert all(cell.id.startswith("by-hand") for cell in by_hand)
        assert text(by_hand).count("$$") >= 2

    def test_4_code(self, chapter):
        cells = code(read(chapter))
        assert any(line.endswith(f"# {EQUATIONS[chapter]}") for cell in cells for line in cell.source.splitlines())
        (same,) = [cell for cell in cells if cell.id == "code-same"]
        said = "".join(o.get("text") or o["data"]["text/plain"] for o in same.outputs)
        assert "True" in said and "False" not in said

    def test_5_figure(self, chapter):
        cells = sections(read(chapter))["The figure"]
        (at,) = [i for i, cell in enumerate(cells) if "live" in tags(cell)]
        assert "**Predict first.**" in text(cells[:at])
        assert text(cells[at + 1 :]), "the prediction is not answered"

    def test_6_check(self, chapter):
        cells = code(type(read(chapter))(cells=sections(read(chapter))["Check it"]))
        assert cells and all(cell.outputs for cell in cells)

    def test_7_exercises(self, chapter):
        cells = sections(read(chapter))["Exercises"]
        titles = re.findall(r"### Exercise (\d): (.+)", text(cells))
        numbers = [int(number) for number, _ in titles]
        assert len(numbers) >= 3 and numbers == list(range(1, len(numbers) + 1))
        assert titles[0][1] == "predict, then move the slider"
        assert text(cells).count("<summary>Solution</summary>") == text(cells).count("</details>") == len(numbers)
        solutions = [cell for cell in cells if cell.cell_type == "code"]
        assert [cell.id for cell in solutions] == [f"solution-{number}" for number in numbers]
        assert all("hide-cell" in tags(cell) and cell.outputs for cell in solutions)

    def test_8_questions(self, chapter):
        asked = text(sections(read(chapter))["Questions"])
        count = len(re.findall(r"^\*\*\d\. .+\?\*\*$", asked, re.M))
        assert 2 <= count <= 3
        assert asked.count("<summary>Answer</summary>") == asked.count("</details>") == count


@pytest.mark.parametrize("chapter", CHAPTERS)
class TestNotebooks:
    def test_size(self, chapter):
        assert (BOOK / f"{chapter}.ipynb").stat().st_size <= 200_000

    def test_cells_are_short(self, chapter):
        sources = [(cell.id, cell.source.splitlines()) for cell in code(read(chapter))]
        assert [name for name, lines in sources if len(lines) > 15] == []

    def test_nothing_that_changes_from_run_to_run(self, chapter):
        notebook = read(chapter)
        assert set(notebook.metadata) == {"kernelspec"} and notebook.nbformat_minor == 5
        assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
        assert {key for cell in notebook.cells for key in cell.metadata} <= {"tags", "jupyter"}
        assert not re.search(r" at 0x[0-9a-f]+|/tmp/|ipykernel_", (BOOK / f"{chapter}.ipynb").read_text("utf-8"))

    def test_ids(self, chapter):
        ids = [cell.id for cell in read(chapter).cells]
        assert len(ids) == len(set(ids))
        assert [name for name in ids if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)] == []

    def test_tags(self, chapter):
        """Only known tags, and no comment of nbval's: no output is exempt from the comparison."""
        notebook = read(chapter)
        assert set().union(*(tags(cell) for cell in notebook.cells)) <= TAGS
        assert not any("NBVAL" in cell.source for cell in code(notebook))
        hidden = [cell.metadata.get("jupyter") for cell in code(notebook) if "hide-cell" in tags(cell)]
        assert all(folded == {"source_hidden": True, "outputs_hidden": True} for folded in hidden)

    def test_figures(self, chapter):
        for cell in code(read(chapter)):
            assert ("nnlib.widgets" in cell.source) == ("live" in tags(cell)), cell.id
            if "live" in tags(cell):
                (view,) = [output.data for output in cell.outputs]
                model = view["application/vnd.jupyter.widget-view+json"]["model_id"]
                assert model == f"fig-{cell.id}-000"
                assert view["text/plain"].startswith(cell.source.splitlines()[-1].split("(")[0])

    def test_no_errors(self, chapter):
        outputs = [output for cell in code(read(chapter)) for output in cell.outputs]
        assert not any(output.output_type == "error" or output.get("name") == "stderr" for output in outputs)

    def test_a_sentence_follows_each_output(self, chapter):
        cells = read(chapter).cells
        for cell, following in pairwise(cells):
            if cell.cell_type == "code" and cell.outputs and "hide-cell" not in tags(cell):
                assert following.cell_type == "markdown" and not following.source.startswith("#"), cell.id

    def test_one_sentence_per_line(self, chapter):
        for cell in markdown(read(chapter)):
            prose = re.sub(r"\$\$.*?\$\$|\$.*?\$|`[^`]*`", "", cell.source, flags=re.S)
            assert not re.search(r"[a-z)]{3}[.?!] [A-Z][a-z]", re.sub(r"^[-*\d(].*", "", prose, flags=re.M)), cell.id


def test_figures_have_names_of_their_own():
    ids = [cell.id for chapter in CHAPTERS for cell in code(read(chapter)) if "live" in tags(cell)]
    assert len(ids) == len(set(ids))
