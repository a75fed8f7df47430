/* look.js - runs axe-core on each of PAGES, one after the other, and reports */
/* SPDX-License-Identifier: Apache-2.0 */
/* A line for each finding: page, rule, where, what; then "end" and the number
   of pages. What axe cannot decide is a finding too: a person has to look. */
"use strict";

const report = document.getElementById("report");

function say(...words) {
	const line = words.map(w => String(w).replace(/\s+/g, " "));
	report.append(line.join("\t") + "\n");
}

function load(node, source) {
	return new Promise((done, failed) => {
		node.onload = done;
		node.onerror = () => failed("cannot load " + source);
		node.src = source;
	});
}

async function look(page) {
	const frame = document.getElementById("page");
	await load(frame, page);
	const script = frame.contentDocument.createElement("script");
	const ready = load(script, "../axe.min.js");
	frame.contentDocument.head.append(script);
	await ready;
	const found = await frame.contentWindow.axe.run();
	for (const rule of [...found.violations, ...found.incomplete])
		for (const node of rule.nodes)
			say(page, rule.id, node.target.join(" "), rule.help);
}

(async () => {
	try {
		for (const page of PAGES)
			await look(page);
		say("end", PAGES.length);
	} catch (e) {
		say("broken", e);
	}
})();
