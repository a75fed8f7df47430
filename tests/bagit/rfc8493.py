#!/usr/bin/env python3
# rfc8493.py - a second opinion on bags: rfc8493.py BAG...
# SPDX-License-Identifier: Apache-2.0
"""Checks BagIt 1.0 bags against RFC 8493: a folder, a ZIP or a tar with one.

Written from the text of the RFC alone and knowing nothing of mla, so that the
two can disagree.  One line for each breach; exit 1 if there is one.
"""
import hashlib
import os
import re
import sys
import tarfile
import zipfile

CHUNK = 1 << 20
PORTABLE = re.compile(r"[A-Za-z0-9._-]+\Z")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z", re.I)


class Folder:
    """Files below a folder."""

    def __init__(self, path):
        self.path = path
        self.names = []
        for top, folders, files in os.walk(path):
            folders.sort()
            for name in sorted(files):
                full = os.path.join(top, name)
                self.names.append(os.path.relpath(full, path))

    def open(self, name):
        return open(os.path.join(self.path, name), "rb")


class Archive:
    """Files below the one folder of an archive."""

    def __init__(self, members, open_member):
        roots = {name.split("/", 1)[0] for name in members}
        if len(roots) != 1 or any("/" not in name for name in members):
            raise ValueError("it is not one folder")
        self.root = roots.pop() + "/"
        self.names = [name[len(self.root):] for name in members]
        self.open_member = open_member

    def open(self, name):
        return self.open_member(self.root + name)


def open_bag(path):
    if os.path.isdir(path):
        return Folder(path)
    if zipfile.is_zipfile(path):
        z = zipfile.ZipFile(path)
        for i in z.infolist():
            if i.compress_type != zipfile.ZIP_STORED or i.flag_bits & 1:
                raise ValueError(i.filename + " is not stored as it is")
        return Archive(z.namelist(), z.open)
    t = tarfile.open(path, "r:")
    if not all(m.isreg() for m in t.getmembers()):
        raise ValueError("something in it is no regular file")
    return Archive(t.getnames(), t.extractfile)


def digest(bag, name, algorithm):
    h = hashlib.new(algorithm)
    size = 0
    with bag.open(name) as f:
        while True:
            chunk = f.read(CHUNK)
            if not chunk:
                return h.hexdigest(), size
            size += len(chunk)
            h.update(chunk)


class Check:
    def __init__(self, bag):
        self.bag = bag
        self.breaches = []
        self.sizes = {}

    def breach(self, section, text):
        self.breaches.append("RFC 8493 %s: %s" % (section, text))

    def text(self, name):
        """A tag file, in UTF-8 without a byte order mark (2.1.1)."""
        with self.bag.open(name) as f:
            data = f.read()
        if data.startswith(b"\xef\xbb\xbf"):
            self.breach("2.1.1", name + " begins with a byte order mark")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            self.breach("2.2.4", name + " is not UTF-8")
            return ""

    def declaration(self):
        want = r"BagIt-Version:[ \t]1\.0(\r\n|\n|\r)" \
               r"Tag-File-Character-Encoding:[ \t]UTF-8(\r\n|\n|\r)?\Z"
        if "bagit.txt" not in self.bag.names:
            self.breach("2.1.1", "there is no bagit.txt")
        elif not re.match(want, self.text("bagit.txt")):
            self.breach("2.1.1", "bagit.txt is not as it must be")

    def manifest(self, name):
        """Path to digest; the coding of paths is that of 2.1.3."""
        lines = {}
        length = 2 * hashlib.new(name.split("-")[1][:-4]).digest_size
        for line in re.split(r"\r\n|\n|\r", self.text(name)):
            if line == "":
                continue
            m = re.match(r"([0-9A-Fa-f]+)[ \t]+([^ \t].*)\Z", line)
            if m is None or len(m.group(1)) != length:
                self.breach("2.1.3", "%s: bad line %r" % (name, line))
                continue
            path = m.group(2)
            if re.search(r"%(?!0A|0D|25)", path, re.I):
                self.breach("2.1.3", "%s: a raw %% in %r" % (name, path))
            for code, char in ("%0A", "\n"), ("%0D", "\r"), ("%25", "%"):
                path = re.sub(code, char, path, flags=re.I)
            if path.startswith(("*", "/", "./", "~")) or \
                    ".." in path.split("/"):
                self.breach("2.1.3", "%s: path %r" % (name, path))
            if path in lines:
                self.breach("2.1.3", "%s: %r twice" % (name, path))
            lines[path] = m.group(1).lower()
        return lines

    def sums(self, name, lines):
        for path, want in lines.items():
            if path not in self.bag.names:
                self.breach("3", "%s: %r is not there" % (name, path))
                continue
            got, self.sizes[path] = digest(
                self.bag, path, name.split("-")[1][:-4])
            if got != want:
                self.breach("3", "%s: %r was changed" % (name, path))

    def manifests(self):
        payload = [n for n in self.bag.names if n.startswith("data/")]
        found = [n for n in self.bag.names
                 if re.match(r"manifest-[a-z0-9]+\.txt\Z", n)]
        if not found:
            self.breach("2.1.3", "there is no payload manifest")
        for name in found:
            lines = self.manifest(name)
            self.sums(name, lines)
            for path in sorted(set(payload) - set(lines)):
                self.breach("3", "%s leaves out %r" % (name, path))
            for path in sorted(set(lines) - set(payload)):
                self.breach("2.1.3", "%s lists %r" % (name, path))
        tags = {n for n in self.bag.names if not n.startswith("data/")
                and not n.startswith("tagmanifest-")}
        for name in self.bag.names:
            if not re.match(r"tagmanifest-[a-z0-9]+\.txt\Z", name):
                continue
            lines = self.manifest(name)
            self.sums(name, lines)
            for path in sorted(set(found) - set(lines)):
                self.breach("2.2.1", "%s leaves out %s" % (name, path))
            for path in sorted(set(lines) - tags):
                self.breach("2.2.1", "%s lists %r" % (name, path))
        return payload

    def info(self, payload):
        if "bag-info.txt" not in self.bag.names:
            return
        oxum = []
        for line in re.split(r"\r\n|\n|\r", self.text("bag-info.txt")):
            if line == "" or line[0] in " \t":
                continue
            m = re.match(r"([^:]*[^: \t]):[ \t](.*)\Z", line)
            if m is None:
                self.breach("2.2.2", "bag-info.txt: bad line %r" % line)
            elif m.group(1).lower() == "payload-oxum":
                oxum.append(m.group(2))
            elif m.group(1).lower() == "bagging-date" and not re.match(
                    r"\d{4}-\d{2}-\d{2}\Z", m.group(2)):
                self.breach("2.2.2", "Bagging-Date is " + m.group(2))
        size = sum(self.sizes.get(path, 0) for path in payload)
        if len(oxum) > 1 or oxum not in ([], ["%d.%d" % (size, len(payload))]):
            self.breach("2.2.2", "Payload-Oxum is %s, and there are %d.%d" %
                        (oxum, size, len(payload)))

    def names(self):
        """What breaks on other systems (6.1.1): not for every bag."""
        seen = set()
        for name in self.bag.names:
            if name.lower() in seen:
                self.breach("6.1.1.3", name + " is there twice")
            seen.add(name.lower())
            for part in name.split("/"):
                if not PORTABLE.match(part) or RESERVED.match(part) or \
                        part.endswith("."):
                    self.breach("6.1.1.1", "%r is not portable" % name)


def check(path, portable):
    try:
        c = Check(open_bag(path))
    except (OSError, ValueError, tarfile.TarError,
            zipfile.BadZipFile) as why:
        return ["it cannot be read: %s" % why]
    c.declaration()
    c.info(c.manifests())
    if portable:
        c.names()
    return c.breaches


def main(words):
    portable = "--portable" in words
    bad = 0
    for path in words:
        if path == "--portable":
            continue
        for line in check(path, portable):
            print("%s: %s" % (path, line))
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
