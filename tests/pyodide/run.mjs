// node run.mjs <folder of Pyodide> <pytest's arguments as JSON> <archive.zip> …
// Unpacks the archives into a fresh Pyodide, runs pytest there, and ends with its exit code.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const SITE = "/lib/python3.12/site-packages";
const [folder, pytestArguments, ...archives] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: folder });
for (const path of archives) pyodide.unpackArchive(new Uint8Array(readFileSync(path)), "zip", { extractDir: SITE });
pyodide.globals.set("arguments", pytestArguments);
process.exitCode = pyodide.runPython(`
import json, os, sys
import pytest
os.chdir("${SITE}/host")
sys.path.insert(0, os.getcwd())
sys.dont_write_bytecode = True
int(pytest.main(json.loads(arguments)))
`);
