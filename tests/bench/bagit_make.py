#!/usr/bin/env python3
# bagit_make.py - make a bag in place, as Python programs do: bagit_make.py DIR
# SPDX-License-Identifier: Apache-2.0
"""What a bag costs in Python: the files are moved to data/ and read once, each
piece of half a mebibyte going to both digests; then the tag files.
"""
import datetime
import hashlib
import os
import sys

ALGORITHMS = "sha256", "sha512"
PIECE = 512 * 1024


def digests(path):
    found = [hashlib.new(name) for name in ALGORITHMS]
    size = 0
    with open(path, "rb") as f:
        while True:
            piece = f.read(PIECE)
            if not piece:
                return [h.hexdigest() for h in found], size
            size += len(piece)
            for h in found:
                h.update(piece)


def coded(path):
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def write(name, text):
    with open(name, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def manifests(prefix, names):
    lines = [[] for _ in ALGORITHMS]
    total = 0
    for name in names:
        found, size = digests(name)
        total += size
        for i, one in enumerate(found):
            lines[i].append("%s  %s\n" % (one, coded(name)))
    for i, name in enumerate(ALGORITHMS):
        write("%s-%s.txt" % (prefix, name), "".join(lines[i]))
    return total


def main(folder):
    os.chdir(folder)
    names = os.listdir(".")
    os.mkdir("data")
    for name in names:
        os.rename(name, os.path.join("data", name))
    payload = []
    for top, folders, files in os.walk("data"):
        folders.sort()
        payload += [os.path.join(top, name) for name in sorted(files)]
    total = manifests("manifest", payload)
    write("bagit.txt", "BagIt-Version: 1.0\n"
          "Tag-File-Character-Encoding: UTF-8\n")
    write("bag-info.txt", "Bagging-Date: %s\nPayload-Oxum: %d.%d\n" % (
        datetime.date.today().isoformat(), total, len(payload)))
    manifests("tagmanifest", ["bag-info.txt", "bagit.txt"] + [
        "manifest-%s.txt" % name for name in ALGORITHMS])


if __name__ == "__main__":
    main(sys.argv[1])
