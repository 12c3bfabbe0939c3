"""Zip archives for the browser: trimmed of what it never imports, and byte for byte the same every time."""

import io
import re
import zipfile

NEVER_IMPORTED = re.compile(
    r"(^|/)(tests?|testing/tests|f2py|distutils|_pyinstaller|include|nbextension|labextension|sphinxext|__pycache__"
    r"|[^/]+\.data|[^/]+\.dist-info/(?!METADATA$)[^/]+)(/|$)"
    r"|\.(pyi|pxd|c|h|a|map|typed)$"
)


def archive(files):
    """The bytes of a zip with these {path inside: bytes}, in order of name and without dates."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name, data in sorted(files.items()):
            zipped.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def wheel_files(wheels):
    """{path inside: bytes} of what these wheels install and a browser may import."""
    files = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as opened:
            names = [name for name in opened.namelist() if not name.endswith("/") and not NEVER_IMPORTED.search(name)]
            files |= {name: opened.read(name) for name in names}
    return files


def folder_files(folder, paths, under):
    """{path inside: bytes} of the files `paths` below `folder`, placed in the archive's folder `under`."""
    return {f"{under}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}
