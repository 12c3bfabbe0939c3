"""The assignments of the book, and the grading of what comes back.

source/     the four notebooks, with solutions, in nbgrader's format
release     the student versions, generated from them
grade       marks a folder of submissions; below it, from the outside in:
  submission   finds and reads what was handed in, believing nothing
  questions    the trusted source: what is asked, for how many marks, and the cell that decides
  marking      one submission, question by question
  session      the student's code in its sandbox, as the parent sees it
  sandbox      the walls; worker runs inside them; wire is what passes through
journal     what has been marked so far, so that a run can be taken up again
feedback    a page for the student        gradebook   the scores in nbgrader's database
export      columns for Canvas and Moodle, and the merging of chunks
"""
