// One figure at a time, judged by one key. A judgement is shown as made only when the server has it safe on disk; what could
// not be sent stays on the page and is said to be unsent. The place in the queue stands in the address: a reload comes back.
"use strict";
const $ = (id) => document.getElementById(id);
const QUALIFIERS = { exact: "确数", over: "余、超过", about: "约、近", at_least: "不低于", at_most: "不超过" };
const SCOPES = { government: "本级政府", region: "全域", department: "部门" };
const CHECKS = { consistent: "与他数相符", inconsistent: "与他数不符", garbled: "原文缺字" };
const FIELDS = ["value", "unit", "qualifier", "period_start", "period_end", "scope"];
const REPORT_FIELDS = ["title", "issuer", "source", "published_on", "signed_on", "year", "region_code", "level"];
let state, shown, ahead = null, busy = false, missing = null, choices = [], choice = 0, picked = null;

const ACTIONS = [
  { key: "1", also: ["Enter", "y"], name: "正确", on: ["figure"], act: () => judge({ verdict: "right" }), main: true },
  { key: "1", also: ["Enter", "y"], name: "本段数字已全", on: ["paragraph"], act: () => judge({ about: "paragraph", verdict: "right" }), main: true },
  { key: "n", name: "名称不对", on: ["figure"], act: () => openForm("indicator") },
  { key: "o", name: "目录之外", on: ["figure"], act: () => shown.read.indicator_id ? judge({ verdict: "changed", said: { indicator_id: null } }) : judge({ verdict: "right" }) },
  { key: "x", name: "不是数字", on: ["figure"], act: () => judge({ verdict: "rejected" }) },
  { key: "v", name: "数值", on: ["figure"], act: () => openForm("value") },
  { key: "u", name: "单位", on: ["figure"], act: () => openForm("unit") },
  { key: "p", name: "期间", on: ["figure"], act: () => openForm("period_start") },
  { key: "s", name: "口径", on: ["figure"], act: () => openForm("scope") },
  { key: "m", name: "漏读", on: ["figure", "paragraph"], act: startMissed },
  { key: " ", also: ["k"], name: "跳过", on: ["figure", "paragraph"], act: skip, label: "空格" },
  { key: "z", also: ["Backspace"], name: "撤回", on: ["figure", "paragraph", "end"], act: undo },
  { key: "e", name: "报告信息", on: ["figure", "paragraph"], act: openReport },
  { key: "a", name: "原页", on: ["figure", "paragraph"], act: toggleArchived },
  { key: "ArrowLeft", name: "上一条", on: ["figure", "paragraph", "end"], act: () => goTo(shown ? shown.index - 1 : state.total - 1), label: "←" },
  { key: "?", name: "按键", on: ["figure", "paragraph", "end"], act: () => $("help").showModal() },
];

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error || `错误 ${answer.status}`);
  return content;
}

function tell(text) { $("message").textContent = text; $("message").hidden = !text; }

async function start() {
  state = await ask("state");
  document.title = `复核 ${state.reviewer} · 法治年报`;
  const wanted = location.hash.length > 1 ? Number(location.hash.slice(1)) : state.first;
  for (const one of ACTIONS) {
    const keys = [one.label || one.key, ...(one.also || [])].join("、");
    $("help-rows").append(element("tr", {}, element("th", { scope: "row", textContent: keys }), element("td", { textContent: one.name })));
  }
  if (wanted === null) showEnd(); else await goTo(wanted);
}

async function goTo(index) {
  if (index === null || index >= state.total) return showEnd();
  if (index < 0) return;
  const entry = ahead && ahead.index === index ? ahead : ask(`entry/${index}`);
  ahead = null;
  const begun = performance.now();
  shown = await (entry.promise || entry);
  history.replaceState(null, "", `#${index}`);
  draw();
  performance.measure("fazhi-step", { start: begun });
  if (shown.next !== null) {
    const promise = ask(`entry/${shown.next}`);
    promise.catch(() => { ahead = null; });
    ahead = { index: shown.next, promise };
  }
}

function draw() {
  closeForms();
  tell("");
  const report = shown.report;
  $("progress").textContent = `${state.reviewer} · 第 ${shown.index + 1} / ${state.total} 条 · 本次已判 ${shown.judged} 条`;
  $("trail").replaceChildren(...[`${report.region_name || report.issuer || "地区不明"}`, `${report.year || "年份不明"}年`, ...shown.headings.slice(-2)].map((text) => element("span", { textContent: text })));
  drawParagraph();
  if (shown.about === "figure") drawFigure(); else {
    $("label").textContent = "本段的数字都读出来了吗？";
    $("told").replaceChildren();
    $("words").replaceChildren();
    $("likely").replaceChildren(element("p", { textContent: `本段共读出 ${shown.marks.length} 处。有漏读的按 m 补上，再按 1。` }));
  }
  drawKeys(shown.about);
  if (!$("archived").hidden) showArchived();
  $("main").setAttribute("aria-busy", "false");
  askWhy();
}

// Every key has its button: a phone has no keys.
function makeKey(one) {
  return element("button", { type: "button", className: one.main ? "main-action" : "" }, `${one.name} `, element("kbd", { textContent: one.label || one.key }));
}
function drawKeys(where) {
  $("keys").replaceChildren(...ACTIONS.filter((one) => one.on.includes(where)).map((one) => {
    const button = makeKey(one);
    button.dataset.key = one.key;
    return button;
  }));
}

// How the engine read it comes by itself a moment later; who is quicker is not kept waiting.
function askWhy() {
  const index = shown.index;
  setTimeout(async () => {
    if (!shown || shown.index !== index || shown.about !== "figure") return;
    const why = await ask(`why/${index}`).catch(() => ({}));
    if (!shown || shown.index !== index || !why.candidates) return;
    const opinion = why.opinion;
    const names = [...(opinion ? opinion.candidates.slice(0, 3) : []), ...why.candidates.map((one) => one.indicator_id)];
    const spell = (name) => state.indicators.find((other) => other.indicator_id === name)?.name || name;
    shown.candidates = [...new Set([...names, ...shown.candidates])].filter((name) => name !== shown.read.indicator_id);
    const told = [why.head ? `中心词“${why.head}”` : "", why.rule ? why.rule.row ? `依 indicator_rules.csv 第 ${why.rule.row} 行（${why.rule.evidence}）` : "无规则相合，据用词的权重命名" : "无规则相合"];
    const lost = why.candidates.map((one) => `${spell(one.indicator_id)}${one.lost_by ? `：${one.lost_by}` : ""}`);
    $("likely").replaceChildren(element("p", { textContent: told.filter(Boolean).join("；") }));
    if (lost.length) $("likely").append(element("p", { textContent: `也考虑过：${lost.join("；")}` }));
    if (opinion) $("likely").append(element("p", { className: opinion.agrees ? "" : "differs", textContent: opinion.agrees ? `第二意见相同（合计把握 ${opinion.confidence}）` : `第二意见不同：${opinion.indicator_id ? `会读作${spell(opinion.indicator_id)}` : "会归为目录之外"}（合计把握 ${opinion.confidence}）；也许是：${opinion.candidates.slice(0, 3).map(spell).join("、")}` }));
    if (!$("form").hidden && !missing && !$("form").elements.indicator.value) fillChoices();
  }, 400);
}

function drawParagraph() {
  const paragraph = element("p");
  let place = 0;
  const put = (end) => { if (end > place) paragraph.append(shown.paragraph.slice(place, end)); place = end; };
  for (const [start, end] of shown.marks) {
    if (start < place) continue;
    put(start);
    const here = shown.about === "figure" && start === shown.mark[0] && end === shown.mark[1];
    paragraph.append(element(here ? "mark" : "span", { className: here ? "this" : "n", textContent: shown.paragraph.slice(start, end) }));
    place = end;
  }
  put(shown.paragraph.length);
  $("text").replaceChildren(paragraph);
  paragraph.querySelector(".this")?.scrollIntoView({ block: "center" });
}

function drawFigure() {
  const read = shown.read;
  const indicator = state.indicators.find((one) => one.indicator_id === read.indicator_id);
  $("label").textContent = read.label || shown.quote;
  const rows = [
    ["指标", indicator ? `${indicator.name}（${indicator.indicator_id}）` : "目录之外"],
    ["定义", indicator ? `${indicator.definition}${indicator.unit ? `；单位 ${indicator.unit}` : ""}` : ""],
    ["数值", `${read.value} ${read.unit || ""}　${QUALIFIERS[read.qualifier] || ""}`],
    ["原文", shown.quote],
    ["期间", read.period_start ? `${read.period_start} 至 ${read.period_end}` : "未明"],
    ["口径", SCOPES[read.scope] || "看不出"],
    ["其中", shown.part_of || ""],
    ["核对", shown.check_status ? `${CHECKS[shown.check_status]}${shown.computed !== null ? `（算得 ${shown.computed}）` : ""}` : "", shown.check_status === "inconsistent"],
    ["把握", `${Math.round(read.confidence * 100)}%`],
    ["来源更正", shown.corrected_by || ""],
    ["已判", shown.word || ""],
  ].filter((row) => row[1] !== "");
  $("told").replaceChildren(...rows.flatMap(([name, text, doubt]) => [element("dt", { textContent: name }), element("dd", { textContent: text, className: doubt ? "doubt" : "" })]));
  $("words").replaceChildren(...shown.words.map((one) => element("li", { textContent: `${one.reviewer}：${one.said}${one.note ? `（${one.note}）` : ""}` })));
  $("likely").replaceChildren();
}

function showEnd() {
  shown = null;
  closeForms();
  $("text").replaceChildren(element("p", { textContent: "这一队列判完了。可关闭此页，在终端按 Ctrl-C 结束服务，判断随即生效。" }));
  $("label").textContent = "判完了";
  for (const id of ["told", "words", "likely", "trail"]) $(id).replaceChildren();
  $("progress").textContent = `${state.reviewer} · 共 ${state.total} 条`;
  drawKeys("end");
  $("main").setAttribute("aria-busy", "false");
}

async function send(path, body) {
  if (busy) return null;
  busy = true;
  try {
    return await ask(path, body);
  } catch (error) {
    tell(error instanceof TypeError ? "服务已断，这一条没有保存；重新运行 fazhi review 后再判。" : error.message);
    return null;
  } finally { busy = false; }
}

async function judge(said) {
  const index = shown.index;
  const kept = await send("judge", { index, ...said });
  if (kept === null) return;
  state.judged = kept.judged;
  if (said.about === "report" || said.about === "missed") { ahead = null; await goTo(index); return; }
  if (ahead && ahead.index !== kept.next) ahead = null;
  await goTo(kept.next);
}

async function undo() {
  const undone = await send("undo", {});
  if (undone === null) return;
  ahead = null;
  await goTo(undone.index);
}

function skip() { goTo(shown.index + 1); }

// --- mending in place
function closeForms() {
  $("form").hidden = true;
  $("report-form").hidden = true;
  missing = null;
  picked = null;
}

function openForm(focus) {
  const form = $("form"), read = missing ? missing.read : shown.read;
  form.hidden = false;
  $("label-field").hidden = !missing;
  $("form-title").textContent = missing ? `漏读的数字：${missing.quote}` : `改正：${shown.quote}`;
  form.elements.label.value = read.label || "";
  for (const name of FIELDS) form.elements[name].value = read[name] ?? "";
  if (!missing) form.elements.qualifier.value = read.qualifier || "exact";
  form.elements.note.value = "";
  form.elements.indicator.value = "";
  form.dataset.chosen = "";
  fillChoices();
  form.elements[focus].focus();
  if (form.elements[focus].select) form.elements[focus].select();
  form.scrollIntoView({ block: "nearest" });
}

function fillChoices() {
  const words = $("form").elements.indicator.value.trim().toLowerCase();
  const likely = missing ? [] : shown.candidates;
  const rank = (one) => {
    if (!words) return likely.includes(one.indicator_id) ? likely.indexOf(one.indicator_id) : -1;
    const text = `${one.name}${one.indicator_id}${one.definition}`.toLowerCase();
    if (one.name.startsWith(words)) return 0;
    if (one.name.includes(words)) return 1;
    if (text.includes(words)) return 2;
    return [...words].every((character) => one.name.includes(character)) ? 3 : -1;
  };
  choices = state.indicators.map((one) => [rank(one), one]).filter(([place]) => place >= 0).sort((a, b) => a[0] - b[0] || (a[1].name < b[1].name ? -1 : 1)).slice(0, 12).map(([, one]) => one);
  choice = 0;
  drawChoices();
}

function drawChoices() {
  const typed = $("form").elements.indicator === document.activeElement;
  $("choices").replaceChildren(...choices.map((one, n) => {
    const item = element("li", { id: `choice-${n}` }, `${one.name} `, element("small", { textContent: `${one.indicator_id}　${one.unit || ""}` }));
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(typed && n === choice));
    item.addEventListener("click", () => { choice = n; $("form").dataset.chosen = one.indicator_id; $("form").elements.indicator.value = one.name; $("form").elements.indicator.focus(); drawChoices(); });
    return item;
  }));
  $("form").elements.indicator.setAttribute("aria-activedescendant", choices.length ? `choice-${choice}` : "");
}

function readForm() {
  const form = $("form"), said = {}, read = missing ? {} : shown.read;
  const typed = form.elements.indicator;
  if (typed === document.activeElement || typed.value) {
    const one = choices[choice];
    if (one && (typed.value || typed === document.activeElement)) said.indicator_id = form.dataset.chosen || one.indicator_id;
  }
  for (const name of FIELDS) {
    const text = form.elements[name].value.trim();
    const value = name === "value" ? (text === "" ? null : Number(text.replaceAll(",", ""))) : name === "unit" ? text : text || null;
    if (name === "value" && Number.isNaN(value)) throw new Error("数值不是数");
    if ((read[name] ?? (name === "unit" ? "" : null)) !== value) said[name] = value;
  }
  if ("period_start" in said || "period_end" in said) {
    for (const name of ["period_start", "period_end"]) said[name] = form.elements[name].value.trim() || null;
  }
  if (said.indicator_id === read.indicator_id) delete said.indicator_id;
  return said;
}

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  let said;
  try { said = readForm(); } catch (error) { tell(error.message); return; }
  const note = $("form").elements.note.value.trim();
  if (missing) {
    said.label = $("form").elements.label.value.trim();
    await judge({ about: "missed", verdict: "changed", said, note, char_start: missing.start, char_end: missing.end });
  } else {
    await judge(Object.keys(said).length ? { verdict: "changed", said, note } : { verdict: "right", note });
  }
});
$("form").elements.indicator.addEventListener("input", () => { $("form").dataset.chosen = ""; fillChoices(); });
$("form").elements.indicator.addEventListener("focus", drawChoices);
$("form").elements.indicator.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  choice = Math.max(0, Math.min(choices.length - 1, choice + step));
  $("form").dataset.chosen = "";
  drawChoices();
  $(`choice-${choice}`)?.scrollIntoView({ block: "nearest" });
});

function openReport() {
  const form = $("report-form");
  form.hidden = false;
  for (const name of REPORT_FIELDS) form.elements[name].value = shown.report[name] ?? "";
  form.elements.note.value = "";
  form.elements.title.focus();
}
$("report-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = {};
  for (const name of REPORT_FIELDS) {
    const text = event.target.elements[name].value.trim();
    const value = text === "" ? null : name === "year" ? Number(text) : text;
    if ((shown.report[name] ?? null) !== value) said[name] = value;
  }
  const note = event.target.elements.note.value.trim();
  await judge({ about: "report", verdict: Object.keys(said).length ? "changed" : "right", said, note });
});

// --- a figure that was missed: numerals of the paragraph that are not marked, by arrows; or a selection
const NUMERAL = /[0-9０-９][0-9０-９,，.．]*(?:余|多)?[万亿]?[\p{Script=Han}%％‰]{0,2}|百分之[零〇一二三四五六七八九十百点]+|[一二三四五六七八九十百千万亿两]{1,8}余?(?:件|人|人次|个|项|次|场|名|家|万元|元)/gu;
function startMissed() {
  const free = [...shown.paragraph.matchAll(NUMERAL)].map((found) => [found.index, found.index + found[0].length]).filter(([start, end]) => !shown.marks.some(([first, past]) => first < end && past > start));
  const selected = window.getSelection().toString().trim();
  const at = selected ? shown.paragraph.indexOf(selected) : -1;
  if (at >= 0) { pick([at, at + selected.length]); return openMissed(); }
  if (!free.length) return tell("本段没有未标出的数字；请先在文中选中漏读的数字，再按 m。");
  picked = { free, n: 0 };
  pick(free[0]);
  drawSteers();
  tell("选漏读的数字：← → 换一个，Shift+← → 改其末尾，Enter 确定，Esc 取消");
  return undefined;
}
function pick([start, end]) {
  picked = { ...picked, start, end };
  const paragraph = element("p", {}, shown.paragraph.slice(0, start), element("mark", { className: "picked", textContent: shown.paragraph.slice(start, end) }), shown.paragraph.slice(end));
  $("text").replaceChildren(paragraph);
}
function openMissed() {
  const { start, end } = picked, quote = shown.paragraph.slice(start, end);
  const found = /[0-9０-９][0-9０-９,，.．]*/u.exec(quote);
  const plain = found ? found[0].normalize("NFKC").replaceAll(",", "") : "";
  const scale = /亿/u.test(quote) ? 1e8 : /万/u.test(quote) ? 1e4 : 1;
  const unit = quote.normalize("NFKC").replace(/^[^\p{Script=Han}%‰]*/u, "").replace(/^[余多]?[万亿]?/u, "");
  const year = shown.report.year;
  picked = null;
  drawKeys(shown.about);
  missing = { start: start + shown.paragraph_start, end: end + shown.paragraph_start, quote, read: { value: plain === "" ? "" : Number(plain) * scale, unit, qualifier: "exact", period_start: year ? `${year}-01-01` : "", period_end: year ? `${year}-12-31` : "" } };
  tell("");
  openForm("label");
}
// Keys and buttons of the choice of a missed figure.
const STEERS = [
  { key: "ArrowLeft", name: "上一个", label: "←", act: () => movePick(-1) },
  { key: "ArrowRight", name: "下一个", label: "→", act: () => movePick(1) },
  { key: "ArrowLeft", shift: true, name: "末尾少一字", label: "Shift+←", act: () => stretchPick(-1) },
  { key: "ArrowRight", shift: true, name: "末尾多一字", label: "Shift+→", act: () => stretchPick(1) },
  { key: "Enter", name: "就是它", label: "Enter", act: openMissed, main: true },
  { key: "Escape", name: "取消", label: "Esc", act: draw },
];
function movePick(step) { picked.n = (picked.n + step + picked.free.length) % picked.free.length; pick(picked.free[picked.n]); }
function stretchPick(step) { pick([picked.start, Math.max(picked.start + 1, Math.min(shown.paragraph.length, picked.end + step))]); }
function drawSteers() {
  $("keys").replaceChildren(...STEERS.map((one, n) => {
    const button = makeKey(one);
    button.dataset.steer = n;
    return button;
  }));
}
function steerPick(event) {
  const one = STEERS.find((steer) => steer.key === event.key && (steer.shift || false) === event.shiftKey);
  if (!one) return;
  event.preventDefault();
  one.act();
}

function toggleArchived() {
  $("archived").hidden = !$("archived").hidden;
  if (!$("archived").hidden) { showArchived(); $("archived").scrollIntoView({ block: "nearest" }); }
}
function showArchived() {
  const wanted = new URL(`archived/${shown.report.page_id}`, location.href).href;
  if ($("archived").src !== wanted) $("archived").src = wanted;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !state || $("help").open) return;
  if (picked) return steerPick(event);
  const inForm = !$("form").hidden || !$("report-form").hidden;
  if (inForm) { if (event.key === "Escape") { event.preventDefault(); draw(); $("main").focus(); } return undefined; }
  const where = shown ? shown.about : "end";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const one = ACTIONS.find((action) => action.on.includes(where) && [action.key, ...(action.also || [])].includes(key));
  if (one) { event.preventDefault(); if (!event.repeat) one.act(); }
  return undefined;
});
document.addEventListener("click", (event) => {
  const steer = event.target.closest("[data-steer]");
  if (steer && picked) return STEERS[Number(steer.dataset.steer)].act();
  const button = event.target.closest("[data-key]");
  if (!button || !state) return;
  if (button.dataset.key === "Escape") return draw();
  const where = shown ? shown.about : "end";
  return ACTIONS.find((action) => action.key === button.dataset.key && action.on.includes(where))?.act();
});
start().catch((error) => { tell(`未能打开：${error.message}`); });
