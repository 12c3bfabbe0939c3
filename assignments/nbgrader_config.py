"""nbgrader's settings for this folder, which is a course folder: source/ is here, nbgrader makes the others."""

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "backpropagation"
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# nbgrader zip_collect: how the files in downloaded/<assignment>/archive/ are named, here ada--forward-and-loss.ipynb.
# The expression is matched against the whole path.
c.FileNameCollectorPlugin.named_regexp = r".*/(?P<student_id>[^/]+)--(?P<file_id>[^/]+)"
