#!/usr/bin/env python3
# case-jsonld.py - is metadata/case.jsonld of a bag what it says? FILE FOLDER
# SPDX-License-Identifier: Apache-2.0
"""The terms are those of CASE and UCO 1.4, each reference leads to a node, and
the files that are described lie in the bag (FOLDER) with these hashes."""
import hashlib
import json
import os
import re
import sys

NODE = re.compile(
    r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$")
TYPES = {
    "uco-observable:File", "uco-identity:Identity",
    "case-investigation:ProvenanceRecord", "case-investigation:Investigation",
    "case-investigation:InvestigativeAction"}


def references(value, top=True):
    """Identifiers that a node refers to: {"@id": ...} and nothing else."""
    if isinstance(value, list):
        return [r for v in value for r in references(v, False)]
    if not isinstance(value, dict):
        return []
    if not top and set(value) == {"@id"}:
        return [value["@id"]]
    return [r for v in value.values() for r in references(v, False)]


def main(path, bag):
    with open(path, encoding="utf-8") as f:
        data = json.load(f)
    prefixes = set(data["@context"])
    graph = data["@graph"]
    ids = [n["@id"] for n in graph]
    assert len(ids) == len(set(ids)), "an identifier stands twice"
    for node in graph:
        assert NODE.match(node["@id"]), node["@id"]
        assert node["@type"] in TYPES, node["@type"]
        for key in node:
            assert key[0] == "@" or key.split(":")[0] in prefixes, key
        for r in references(node):
            assert r in ids, "nothing is " + r
    exhibits = {}
    for node in graph:
        if node["@type"] == "case-investigation:ProvenanceRecord":
            number = node["case-investigation:exhibitNumber"]
            exhibits[number] = node["uco-core:object"][0]["@id"]
    for number, file in sorted(exhibits.items()):
        node = graph[ids.index(file)]
        name, content = node["uco-core:hasFacet"]
        with open(os.path.join(bag, name["uco-observable:filePath"]), "rb") as f:
            there = f.read()
        assert content["uco-observable:sizeInBytes"] == len(there)
        for h in content["uco-observable:hash"]:
            method = h["uco-types:hashMethod"]["@value"].lower()
            assert (hashlib.new(method, there).hexdigest() ==
                    h["uco-types:hashValue"]["@value"]), method
        done = [n["uco-core:name"] for n in graph
                if n["@type"] == "case-investigation:InvestigativeAction"
                and n["uco-action:object"][0]["@id"] == file]
        print(number, name["uco-observable:fileName"],
              len(content["uco-observable:hash"]), "hashes:", *done)


main(sys.argv[1], sys.argv[2])
